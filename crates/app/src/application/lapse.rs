//! The timer: an application that was not paid in time lapses. What was received in time and not looked at yet is looked at first (B4).

use crate::bank_line::match_received::match_received;
use crate::commit::append;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::application::lapse;
use domain::id::ApplicationId;
use domain::time::Timestamp;

/// Lines that are looked at before the timer; with more than this under way it is looked again.
const LINES_MAX: i64 = 64;
/// How soon.
const LOOK_AGAIN: i64 = Timestamp::SECOND;

/// Lapses the application, unless something else has happened to it. Safe to run twice.
///
/// # Errors
/// [`AppError::Conflict`] when it changed meanwhile: the job is run again.
pub(crate) async fn lapse(world: &World, id: ApplicationId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let missing = || AppError::Bug("an application is missing".into());
    let application = store::application::load(&mut reader, id).await?.ok_or_else(missing)?;
    // The bank may have reported in time what a worker has not come to: "received within the period settles".
    if let Some(until) = application.due_until() {
        let received = store::bank_line::list_received(&mut reader, application.facts.guarantor.institution, LINES_MAX).await?;
        let full = i64::try_from(received.len()).unwrap_or(LINES_MAX) >= LINES_MAX;
        for line in received.iter().filter(|line| line.facts.received_at < until) {
            match_received(world, line.facts.id).await?;
        }
        if full {
            return Ok(Ran::Later(world.now().plus(LOOK_AGAIN)));
        }
    }
    let application = store::application::load(&mut reader, id).await?.ok_or_else(missing)?;
    let Ok(event) = lapse::lapse(&application, world.now()) else {
        // The period may have been moved since the timer was set.
        return Ok(application.due_until().map_or(Ran::Done, Ran::Later));
    };
    let stamp = world.system().stamp(world, Action::LapseApplication, Relation::Platform, id)?;
    append(world, stamp, application, event).await?;
    Ok(Ran::Done)
}
