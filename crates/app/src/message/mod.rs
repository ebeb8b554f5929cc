//! Messages from institutions and trading centres. Recorded first, under the sender's own key, then acted on by a job: what comes
//! twice changes nothing, what comes too early waits, what can never be is left to a person (INV-05).

pub(crate) mod act;
pub(crate) mod application;
pub(crate) mod content;
pub(crate) mod guarantee;
pub mod hear;
mod instruction;
mod lot;
pub mod query;
pub mod receive;
pub mod record;
pub mod resolve;

use crate::error::AppError;
use crate::job::ACT_ON_MESSAGE;
use crate::world::World;
use domain::id::{JobId, MessageId};
use domain::time::Timestamp;
use store::Tx;
use store::job::{Lane, NewJob};

/// What acting on a message came to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// It has had its effect, or has none any more.
    Done,
    /// Something else has to happen first.
    Parked,
    /// A person has to look at it, for this reason.
    Suspended(String),
}

/// A suspension, for a refusal of the domain.
fn suspended(refusal: domain::Refusal) -> Outcome {
    Outcome::Suspended(refusal.title().to_owned())
}

fn job(id: JobId, message: MessageId, run_at: Timestamp) -> NewJob {
    NewJob { id, kind: ACT_ON_MESSAGE, payload: message.to_string(), run_at, lane: Lane::Messages }
}

/// Lets the messages that wait for something to happen to a subject be looked at again, once this transaction has made it happen.
pub(crate) async fn wake(world: &World, tx: &mut Tx, subject: &str) -> Result<(), AppError> {
    for parked in store::message::list_parked(tx, subject).await? {
        store::job::enqueue_again(tx, job(world.id(JobId::new), parked, world.now()))?;
    }
    Ok(())
}
