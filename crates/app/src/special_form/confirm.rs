//! The applicant takes the approved text for its letter.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, confirm, request};

/// Confirms.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the text is no longer the one that was `seen`; [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: SpecialFormId, seen: u32) -> Result<SpecialForm, AppError> {
    let (form, application, stamp) = load(world, &mut world.store.reader(), caller, Action::ConfirmForm, id).await?;
    if !request::is_of(&form, &application) {
        return Err(Refusal::SpecialFormStateForbids.into());
    }
    let event = confirm::confirm(&form)?;
    as_seen(form.version, seen)?;
    append(world, stamp, form, event).await
}
