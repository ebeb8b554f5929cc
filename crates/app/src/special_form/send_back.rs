//! The applicant sends an approved text back.

use super::{load, write};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, send_back};

/// The applicant sends an approved text back.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn send_back(world: &World, caller: &Caller, id: SpecialFormId, note: &str) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(&mut world.store.reader(), caller, Action::ConfirmForm, id, world.now()).await?;
    let event = send_back::send_back(&form, note)?;
    write(world, stamp, form, event, None).await
}
