//! The wording that a special form makes of the one it began from.

use crate::error::{AppError, FieldError};
use crate::world::World;
use documents::wording::{Clauses, ClausesError, Wording};
use domain::id::SpecialFormId;
use domain::special_form::SpecialForm;

/// The wording it begins from.
pub(crate) fn base<'a>(world: &'a World, form: &SpecialForm) -> Result<&'a Wording, AppError> {
    let id = &form.facts.wording;
    world.wordings.get(id).ok_or_else(|| AppError::Bug(format!("there is no wording {id}")))
}

/// The digest of the wording that a special form is now; `None` when there is no such form or text.
pub(crate) async fn digest(world: &World, id: SpecialFormId) -> Result<Option<String>, AppError> {
    let Some(form) = store::special_form::load(&mut world.store.reader(), id).await? else { return Ok(None) };
    form.text.as_deref().map(|text| wording(world, &form, text).map(|wording| wording.digest)).transpose()
}

/// The wording that `text` makes of a special form's base.
pub(crate) fn wording(world: &World, form: &SpecialForm, text: &str) -> Result<Wording, AppError> {
    let faults = |error: ClausesError| AppError::Invalid(vec![FieldError::new("text", &error)]);
    let clauses = Clauses::from_text(text).map_err(faults)?;
    base(world, form)?.with_clauses(&form.wording(), clauses).map_err(faults)
}
