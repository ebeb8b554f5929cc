//! A second person at the guarantor approves the text.

use super::{load, write};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::SpecialFormId;
use domain::special_form::{SpecialForm, approve};

/// A second person at the guarantor approves the text.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: SpecialFormId) -> Result<SpecialForm, AppError> {
    let (form, _, stamp) = load(&mut world.store.reader(), caller, Action::ApproveForm, id, world.now()).await?;
    let event = approve::approve(&form, &caller.actor.certificate)?;
    write(world, stamp, form, event, None).await
}
