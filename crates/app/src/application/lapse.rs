//! The timer: an application that was not paid in time lapses.

use super::{load, withdraw::close};
use crate::delivery;
use crate::error::AppError;
use crate::world::World;
use domain::access::Action;
use domain::application::lapse;
use domain::id::ApplicationId;
use protocol::message::Status;

/// Lapses the application, unless something else has happened to it. Safe to run twice.
///
/// # Errors
/// [`AppError::Conflict`] when it changed meanwhile: the job is run again.
pub async fn lapse(world: &World, id: ApplicationId) -> Result<(), AppError> {
    let now = world.now();
    let (application, stamp) = load(&mut world.store.reader(), &world.system(), Action::LapseApplication, id, now).await?;
    let Ok(event) = lapse::lapse(&application, now) else { return Ok(()) };
    let told = delivery::application::ended(world, &application, Status::Lapsed)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                if let Some(order) = told {
                    order.write(tx)?;
                }
                close(tx, &stamp, application, &event).await?;
                Ok(())
            })
        })
        .await?;
    world.deliveries.notify_one();
    Ok(())
}
