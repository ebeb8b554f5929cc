//! The timer: an application that was not paid in time lapses. What was received in time and not looked at yet is looked at first (B4).

use crate::bank_line::match_received::match_received;
use crate::commit::append;
use crate::error::AppError;
use crate::ran::Ran;
use crate::statement::watch::watch;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::application::lapse;
use domain::id::ApplicationId;
use domain::time::Timestamp;

/// Lines that are looked at before the timer; with more than this under way it is looked again.
const LINES_MAX: i64 = 64;
/// How soon.
const LOOK_AGAIN: i64 = Timestamp::SECOND;

/// How soon it is looked again whether a statement has come.
const STATEMENT_SOON: i64 = 10 * Timestamp::MINUTE;

/// Lapses the application, unless something else has happened to it. Safe to run twice.
///
/// # Errors
/// [`AppError::Conflict`] when it changed meanwhile: the job is run again.
pub(crate) async fn lapse(world: &World, id: ApplicationId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let missing = || AppError::Bug("an application is missing".into());
    let application = store::application::load(&mut reader, id).await?.ok_or_else(missing)?;
    // Money may have come in time that a worker has not come to.
    if application.due_until().is_some() {
        let received = store::bank_line::list_received(&mut reader, application.facts.guarantor.institution, LINES_MAX).await?;
        let full = i64::try_from(received.len()).unwrap_or(LINES_MAX) >= LINES_MAX;
        for line in &received {
            match_received(world, line.facts.id).await?;
        }
        if full {
            return Ok(Ran::Later(world.now().plus(LOOK_AGAIN)));
        }
    }
    let application = store::application::load(&mut reader, id).await?.ok_or_else(missing)?;
    let now = world.now();
    let watch = watch(&mut reader, application.facts.guarantor.institution, now).await?;
    let Ok(event) = lapse::lapse(&application, &watch, now) else {
        // The period may have been moved since the timer was set, or a statement is waited for that reaches over its end.
        let next = lapse::at(&application, &watch)
            .map(|at| if application.due_until() <= Some(now) { at.min(now.plus(STATEMENT_SOON)) } else { at });
        return Ok(next.map_or(Ran::Done, Ran::Later));
    };
    let stamp = world.system().stamp(world, Action::LapseApplication, Relation::Platform, id)?;
    append(world, stamp, application, event).await?;
    Ok(Ran::Done)
}
