//! The first of two persons at the guarantor finds an application right.

use super::decide::decide;
use super::load::load;
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
    let (_, stamp) = load(world, &mut world.store.reader(), caller, Action::EndorseApplication, id).await?;
    let by = caller.actor.certificate.clone();
    decide(world, stamp, id, move |application, lot, now| endorse::endorse(application, lot, &by, now)).await
}
