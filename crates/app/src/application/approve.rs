//! A second person at the guarantor releases an endorsed application for issue.

use super::decide::decide;
use super::load::load;
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
    let (_, stamp) = load(world, &mut world.store.reader(), caller, Action::ApproveApplication, id).await?;
    let by = caller.actor.certificate.clone();
    decide(world, stamp, id, move |application, lot, now| approve::approve(application, lot, &by, now)).await
}
