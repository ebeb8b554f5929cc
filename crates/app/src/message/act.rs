//! Acting on a recorded message. Safe to run twice, in any order with its fellows.

use super::content::{Content, Parsed, parse};
use super::{Outcome, application, guarantee, instruction, job, lot, wake};
use crate::conformance;
use crate::error::AppError;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::id::{JobId, MessageId};
use domain::time::Timestamp;
use store::message::Message;
use store::{Stamp, Tx};

/// How often a parked message is looked at, though nothing has happened to its subject.
const LOOK_AGAIN: i64 = Timestamp::HOUR;
/// How long a message is parked before a person has to look at it.
const PARKED_MAX: i64 = 72 * Timestamp::HOUR;

/// Acts on a message.
///
/// # Errors
/// [`AppError::Conflict`] when something changed meanwhile: the job is run again.
pub(crate) async fn act(world: &World, id: MessageId) -> Result<(), AppError> {
    let now = world.now();
    let stamp = world.system().stamp(Action::ActOnMessage, Relation::Stranger, now)?;
    let missing = || AppError::Bug("a message is missing".into());
    let message = store::message::load(&mut world.store.reader(), id).await?.ok_or_else(missing)?;
    if !matches!(message.state.as_str(), "received" | "parked") {
        return Ok(());
    }
    let parsed = parse(&message.topic, message.payload.as_bytes(), None)?;
    // Files are looked at before the transaction: nothing is awaited in it but itself.
    let tried = conformance::concerns(&mut world.store.reader(), &message).await?;
    let letter = if let Content::Issued(issued) = &parsed.content
        && !tried
    {
        Some(guarantee::examine(world, &message, issued).await?)
    } else {
        None
    };
    let shared = world.clone();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                // What is said about an order of a conformance run is looked at by the run, and has no other effect.
                let mut outcome = if tried { Outcome::Done } else { dispatch(&shared, tx, &stamp, &message, &parsed, letter).await? };
                if outcome == Outcome::Parked && now >= message.received_at.plus(PARKED_MAX) {
                    outcome = Outcome::Suspended("前序报文超过 72 小时未到".into());
                }
                match outcome {
                    Outcome::Done => {
                        store::message::settle(tx, id, "done", "")?;
                        wake(&shared, tx, &message.subject).await
                    }
                    Outcome::Parked => {
                        store::message::settle(tx, id, "parked", "")?;
                        Ok(store::job::enqueue_again(tx, job(shared.id(JobId::new), id, now.plus(LOOK_AGAIN)))?)
                    }
                    Outcome::Suspended(reason) => Ok(store::message::settle(tx, id, "suspended", &reason)?),
                }
            })
        })
        .await?;
    world.jobs.notify_one();
    world.deliveries.notify_one();
    Ok(())
}

async fn dispatch(
    world: &World,
    tx: &mut Tx,
    stamp: &Stamp,
    message: &Message,
    parsed: &Parsed,
    letter: Option<guarantee::Examined>,
) -> Result<Outcome, AppError> {
    match &parsed.content {
        Content::File => Ok(Outcome::Done),
        Content::Lot { .. } | Content::OpeningChange { .. } | Content::Opening { .. } | Content::Award { .. } | Content::Abort { .. } => {
            lot::act(world, tx, message, &parsed.content).await
        }
        Content::Answered { instruction, kind, answer } => {
            instruction::answered(tx, stamp, message, *instruction, *kind, answer.clone()).await
        }
        Content::Issued(issued) => match letter {
            Some(letter) => guarantee::issued(world, tx, stamp, message, issued, letter).await,
            None => Err(AppError::Bug("a letter was not examined".into())),
        },
        Content::Quote { .. } | Content::Accepted | Content::Refused { .. } | Content::Cashier { .. } | Content::Paid(_) => {
            application::act(world, tx, stamp, message, &parsed.content).await
        }
    }
}
