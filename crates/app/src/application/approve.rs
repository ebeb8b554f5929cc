//! A second person at the guarantor releases an endorsed application for issue.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, approve};
use domain::id::ApplicationId;

/// Approves.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::ApproveApplication, id).await?;
    let event = approve::approve(&application, &caller.actor.certificate, world.now())?;
    append(world, stamp, application, event).await
}
