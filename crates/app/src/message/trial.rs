//! Messages about applications of a conformance run: the run looks at them, and they have no other effect.

use crate::error::AppError;
use domain::conformance::ConformanceRun;
use domain::message::Message;
use store::{Query, Tx};

/// The run that an application belongs to, if it is one of a run's.
pub(crate) async fn run_of(query: &mut impl Query, order_number: &str) -> Result<Option<ConformanceRun>, AppError> {
    match ConformanceRun::number_of(order_number) {
        Some(number) => Ok(store::conformance::load_by_number(query, number).await?),
        None => Ok(None),
    }
}

/// Whether a message is about an application of a run over its sender's own system.
pub(super) async fn concerns(query: &mut impl Query, message: &Message) -> Result<bool, AppError> {
    let run = run_of(query, &message.subject).await?;
    Ok(run.is_some_and(|run| Some(run.institution) == message.institution))
}

/// Whether a message is turned away on purpose: the first decision of a run is, once, to see whether it comes again.
pub(super) async fn turns_away(tx: &mut Tx, message: &Message) -> Result<bool, AppError> {
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
