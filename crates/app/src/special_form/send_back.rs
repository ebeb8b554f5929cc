//! The applicant sends an approved text back, with what it wants instead.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, send_back};

/// Sends it back.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`], [`AppError::NotFound`].
pub async fn send_back(world: &World, caller: &Caller, id: SpecialFormId, seen: u32, note: &str) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(world, &mut world.store.reader(), caller, Action::ConfirmForm, id).await?;
    let event = send_back::send_back(&form, note)?;
    as_seen(form.version, seen)?;
    append(world, stamp, form, event).await
}
