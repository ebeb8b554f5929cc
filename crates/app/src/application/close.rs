//! Closing by rule: bids are opened, or the tender was aborted, and the letter is not out. It would secure nothing, so that what was paid goes
//! back without anybody having to ask (F-2).

use super::decide::{both, decide};
use crate::commit::quietly;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::application::{ApplicationState, close};
use domain::id::ApplicationId;
use domain::message::MessageState;
use domain::time::Timestamp;

/// How soon it is looked again, when the institution's letter was received in time and not looked at yet.
const LOOK_AGAIN: i64 = Timestamp::SECOND;

/// Closes the application if its time is over; otherwise looks again when that will be. Safe to run twice.
///
/// # Errors
/// [`AppError::Conflict`] when it changed meanwhile: the job is run again.
pub(crate) async fn close(world: &World, id: ApplicationId) -> Result<Ran, AppError> {
    let now = world.now();
    let (application, lot) = quietly(world, move |w| Box::pin(async move { both(w, id).await })).await?;
    if close::check(&application, &lot, now).is_err() {
        let open = matches!(application.state, ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. });
        return Ok(if open { Ran::Later(lot.opens_at) } else { Ran::Done });
    }
    // What the institution said in time counts, though a worker has not come to it.
    if application.facts.own_system && !lot.is_aborted() {
        let unread =
            store::message::list_of_subject(&mut world.store.reader(), application.facts.number.as_str(), MessageState::Received).await?;
        if unread.iter().any(|message| message.received_at < lot.closes_at()) {
            return Ok(Ran::Later(now.plus(LOOK_AGAIN)));
        }
    }
    let stamp = world.system().stamp(world, Action::CloseApplication, Relation::Platform, id)?;
    decide(world, stamp, id, close::close).await?;
    Ok(Ran::Done)
}
