//! Closing by rule: bids are opened, or the tender was aborted, and the letter is not out. A letter after bid opening secures nothing, so
//! that what was paid goes back without anybody having to ask (F-2).

use crate::commit::append;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::application::close;
use domain::id::ApplicationId;

/// Closes the application if its time is over; otherwise looks again when that will be. Safe to run twice.
///
/// # Errors
/// [`AppError::Conflict`] when it changed meanwhile: the job is run again.
pub(crate) async fn close(world: &World, id: ApplicationId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let missing = || AppError::Bug("an application is missing".into());
    let application = store::application::load(&mut reader, id).await?.ok_or_else(missing)?;
    match close::close(&application, world.now()) {
        Ok(event) => {
            let stamp = world.system().stamp(world, Action::CloseApplication, Relation::Platform, id)?;
            append(world, stamp, application, event).await?;
            Ok(Ran::Done)
        }
        Err(_) if close::is_open(&application) => Ok(Ran::Later(application.opens_at())),
        Err(_) => Ok(Ran::Done),
    }
}
