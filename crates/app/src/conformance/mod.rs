//! Conformance runs over institutions' own systems (一致性测试). A run is a job that takes one step after the other of a [`scenario`]; what
//! the institution says about the run's orders is recorded like every other message, and has no other effect.

mod evidence;
mod payload;
mod report;
mod scenario;
pub mod start;
pub(crate) mod step;
pub mod view;

use crate::error::AppError;
use crate::job::RUN_CONFORMANCE;
use domain::conformance::ConformanceRun;
use domain::id::{ConformanceId, JobId};
use domain::time::Timestamp;
use store::job::{Lane, NewJob};
use store::message::Message;
use store::{Query, Tx};

/// The job of a run's next step; among the deliveries, because it waits for the other side as they do.
fn job(id: JobId, run: ConformanceId, run_at: Timestamp) -> NewJob {
    NewJob { id, kind: RUN_CONFORMANCE, payload: run.to_string(), run_at, lane: Lane::Deliveries }
}

/// The run that an order belongs to, if it is one of a run's.
async fn of_order(query: &mut impl Query, order_number: &str) -> Result<Option<ConformanceRun>, AppError> {
    match ConformanceRun::number_of(order_number) {
        Some(number) => Ok(store::conformance::load_by_number(query, number).await?),
        None => Ok(None),
    }
}

/// Whether a message is about an order of a run over its sender's own system.
pub(crate) async fn concerns(query: &mut impl Query, message: &Message) -> Result<bool, AppError> {
    let run = of_order(query, &message.subject).await?;
    Ok(run.is_some_and(|run| Some(run.institution) == message.institution))
}

/// Whether a message is turned away on purpose: the first decision of a run is, once, to see whether it comes again.
pub(crate) async fn turns_away(tx: &mut Tx, message: &Message) -> Result<bool, AppError> {
    if message.topic != "decision" || !concerns(tx, message).await? {
        return Ok(false);
    }
    let Some(number) = ConformanceRun::number_of(&message.subject) else { return Ok(false) };
    if store::conformance::turned_away(tx, number).await?.is_some() {
        return Ok(false);
    }
    store::conformance::turn_away(tx, number, &message.key)?;
    Ok(true)
}
