//! A second person at the guarantor approves the text, which is fixed from then on.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, approve};

/// Approves.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: SpecialFormId) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(world, &mut world.store.reader(), caller, Action::ApproveForm, id).await?;
    let event = approve::approve(&form, &caller.actor.certificate)?;
    append(world, stamp, form, event).await
}
