//! The guarantor's staff drafts the text; a second person approves it.

use super::load::load;
use crate::commit::append;
use crate::document::special::wording;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, edit};

/// Drafts it.
///
/// # Errors
/// [`AppError::Invalid`] when the text names a field there is not; [`AppError::Refused`], [`AppError::NotFound`].
pub async fn edit(world: &World, caller: &Caller, id: SpecialFormId, text: &str) -> Result<SpecialForm, AppError> {
    let (form, application, stamp) = load(world, &mut world.store.reader(), caller, Action::EditForm, id).await?;
    if application.waits_for() != Some(id) {
        return Err(Refusal::SpecialFormStateForbids.into());
    }
    // What cannot be is said now, not when somebody signs: a character without a glyph, a field that is not there.
    if let Some(fault) = world.glyphs.fault("text", &text.replace(['\n', '\r', '\t'], "")) {
        return Err(AppError::Invalid(vec![fault]));
    }
    wording(world, &form, text)?;
    let event = edit::edit(&form, text, &caller.actor.certificate)?;
    append(world, stamp, form, event).await
}
