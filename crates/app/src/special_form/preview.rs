//! The letter as a special form would make it.

use super::load::load;
use crate::document::letter::pictures_in;
use crate::document::special::wording;
use crate::error::AppError;
use crate::world::{Caller, World};
use documents::typesetting::Pages;
use domain::access::Action;
use domain::id::SpecialFormId;
use std::sync::Arc;

/// The letter with `text`; with the text as last drafted when there is none. Nothing is kept.
///
/// # Errors
/// [`AppError::Invalid`] when the text cannot be set; [`AppError::NotFound`].
pub async fn preview(world: &World, caller: &Caller, id: SpecialFormId, text: Option<&str>) -> Result<Arc<Pages>, AppError> {
    // Whoever may only look sees what was drafted; a text of one's own is for those who draft.
    let action = if text.is_some() { Action::EditForm } else { Action::ViewForm };
    let (form, mut application, _) = load(world, &mut world.store.reader(), caller, action, id).await?;
    let text = text.or(form.text.as_deref()).ok_or(AppError::NotFound)?;
    let wording = wording(world, &form, text)?;
    application.wording.clone_from(&wording.id);
    pictures_in(world, &application, &wording).await
}
