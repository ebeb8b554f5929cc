//! The first of two persons at the guarantor finds an application right.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, endorse};
use domain::id::ApplicationId;

/// Endorses.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn endorse(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::EndorseApplication, id).await?;
    let event = endorse::endorse(&application, &caller.actor.certificate, world.now())?;
    append(world, stamp, application, event).await
}
