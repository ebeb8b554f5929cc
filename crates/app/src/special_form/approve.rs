//! A second person at the guarantor approves the text, which is fixed from then on.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, approve};

/// Approves.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the text is no longer the one that was `seen`; [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: SpecialFormId, seen: u32) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(world, &mut world.store.reader(), caller, Action::ApproveForm, id).await?;
    let event = approve::approve(&form, &caller.actor.certificate)?;
    as_seen(form.version, seen)?;
    append(world, stamp, form, event).await
}
