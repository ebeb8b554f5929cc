//! The first of two persons at the guarantor finds a paid application right.

use super::{append, load};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, endorse};
use domain::id::ApplicationId;

/// Endorses; a second person approves.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn endorse(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let now = world.now();
    let (application, stamp) = load(&mut world.store.reader(), caller, Action::EndorseApplication, id, now).await?;
    let event = endorse::endorse(&application, &caller.actor.certificate, now)?;
    append(world, stamp, application, event).await
}
