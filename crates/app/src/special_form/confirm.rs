//! The applicant takes the approved text for its letter.

use super::{load, write};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::application::reword;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, confirm, request};

/// The applicant takes the approved text for its letter.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: SpecialFormId) -> Result<SpecialForm, AppError> {
    let (form, application, stamp) = load(&mut world.store.reader(), caller, Action::ConfirmForm, id, world.now()).await?;
    if !request::is_of(&form, &application) {
        return Err(Refusal::SpecialFormStateForbids.into());
    }
    let reworded = reword::reword(&application, &form.wording())?;
    let event = confirm::confirm(&form)?;
    write(world, stamp, form, event, Some((application, reworded))).await
}
