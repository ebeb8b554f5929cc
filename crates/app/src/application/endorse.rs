//! The first of two persons at the guarantor finds a paid application right.

use super::load;
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
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                Ok(store::application::append(tx, &stamp, application, &event)?)
            })
        })
        .await
}
