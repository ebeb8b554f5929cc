//! The jobs of the platform. Each may run twice and may die anywhere (HR-5).

pub mod desk;
pub mod lane;

use crate::error::AppError;
use crate::world::World;
use crate::{application, bank_line, conformance, delivery, guarantee, institution, message, statement, text_message};
use domain::time::Timestamp;
pub use store::job::Claimed;
use store::job::Lane;

/// Lapse an application unpaid at the end of its period.
pub const LAPSE_APPLICATION: &str = "lapse_application";
/// Match a bank line.
pub const MATCH_BANK_LINE: &str = "match_bank_line";
/// Record the credits of a confirmed bank statement.
pub const TAKE_STATEMENT: &str = "take_statement";
/// Make the letter of an application.
pub const ISSUE_GUARANTEE: &str = "issue_guarantee";
/// Ask the bank for a refund.
pub const SEND_REFUND: &str = "send_refund";
/// Free an institution of a guarantee that has ended.
pub const FREE_EXPOSURE: &str = "free_exposure";
/// Send a message to an institution's own system.
pub const SEND_DELIVERY: &str = "send_delivery";
/// Ask an institution how an order stands.
pub const ASK_INSTITUTION: &str = "ask_institution";
/// Take the next step of a conformance run.
pub const RUN_CONFORMANCE: &str = "run_conformance";
/// Act on a message from outside.
pub const ACT_ON_MESSAGE: &str = "act_on_message";
/// Hand a message to the gateway.
pub const SEND_TEXT_MESSAGE: &str = "send_text_message";

/// Jobs claimed at once: few, because those of a worker that dies wait for the end of their lease.
const CLAIM_MAX: i64 = 4;
/// Failures of its own before a job is left to an operator. An outage is none: whatever needs something that does not answer waits until
/// it does (L4).
const FAILURES_MAX: i64 = 12;
/// Messages that are acted on in one transaction.
const MESSAGES_MAX: i64 = 32;
/// Longest pause between attempts.
const PAUSE_MAX_MICROS: i64 = 10 * Timestamp::MINUTE;

/// Runs what is due of the platform's own work, until nothing is. Gives back how many jobs ran.
///
/// # Errors
/// [`AppError::Unavailable`] when jobs cannot be claimed.
pub async fn run_due(world: &World) -> Result<usize, AppError> {
    let mut ran = 0;
    loop {
        let messages = store::job::claim(&world.store, Lane::Messages, world.now(), MESSAGES_MAX).await?;
        let claimed = store::job::claim(&world.store, Lane::Work, world.now(), CLAIM_MAX).await?;
        if messages.is_empty() && claimed.is_empty() {
            return Ok(ran);
        }
        ran += messages.len() + claimed.len();
        for job in message::act::together(world, messages).await.into_iter().chain(claimed) {
            run(world, job).await?;
        }
    }
}

/// Claims up to `limit` messages to institutions that are due, for the caller to send side by side.
///
/// # Errors
/// [`AppError::Unavailable`] when jobs cannot be claimed.
pub async fn claim_deliveries(world: &World, limit: usize) -> Result<Vec<Claimed>, AppError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(store::job::claim(&world.store, Lane::Deliveries, world.now(), limit).await?)
}

/// Runs one job and records what became of it.
///
/// # Errors
/// [`AppError::Unavailable`] when that cannot be recorded.
pub async fn run(world: &World, job: Claimed) -> Result<(), AppError> {
    let outcome = dispatch(world, &job).await;
    if let Err(error) = &outcome {
        tracing::warn!(job = %job.id, kind = %job.kind, attempt = job.attempts, error = ?error, "a job failed");
    }
    let now = world.now();
    let jitter = i64::from(u16::from_le_bytes(world.random())) * 10;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                match outcome {
                    Ok(()) => store::job::finish(tx, &job)?,
                    Err(error) => {
                        // A lost race is over in a moment; anything else gets time, twice as much after each attempt.
                        let pause = (Timestamp::SECOND << job.attempts.clamp(0, 20)).min(PAUSE_MAX_MICROS);
                        let (pause, failures) = match error {
                            AppError::Conflict => (Timestamp::SECOND / 10, job.failures),
                            AppError::Unavailable(_) | AppError::Busy(_) => (pause, job.failures),
                            AppError::Refused(_)
                            | AppError::Invalid(_)
                            | AppError::NotFound
                            | AppError::Unauthenticated(_)
                            | AppError::Bug(_) => (pause, job.failures + 1),
                        };
                        let text = format!("{error:?}");
                        if failures >= FAILURES_MAX {
                            store::job::bury(tx, &job, &text)?;
                        } else {
                            store::job::retry(tx, &job, now.plus(pause + jitter), &text, failures)?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
}

async fn dispatch(world: &World, job: &Claimed) -> Result<(), AppError> {
    let unreadable = |_| AppError::Bug("a job's payload does not read".into());
    match job.kind.as_str() {
        LAPSE_APPLICATION => application::lapse::lapse(world, job.payload.parse().map_err(unreadable)?).await,
        MATCH_BANK_LINE => bank_line::match_received::match_received(world, job.payload.parse().map_err(unreadable)?).await,
        TAKE_STATEMENT => statement::take::take(world, job.payload.parse().map_err(unreadable)?).await,
        ISSUE_GUARANTEE => guarantee::issue::issue(world, job.payload.parse().map_err(unreadable)?).await,
        SEND_REFUND => bank_line::refund::send(world, job.payload.parse().map_err(unreadable)?).await,
        FREE_EXPOSURE => institution::free_exposure::free_exposure(world, job.payload.parse().map_err(unreadable)?).await,
        SEND_DELIVERY => delivery::send::send(world, job.payload.parse().map_err(unreadable)?).await,
        ASK_INSTITUTION => delivery::ask::run(world, job.payload.parse().map_err(unreadable)?).await,
        RUN_CONFORMANCE => conformance::step::step(world, job.payload.parse().map_err(unreadable)?).await,
        ACT_ON_MESSAGE => message::act::act(world, job).await,
        SEND_TEXT_MESSAGE => text_message::send::send(world, job.payload.parse().map_err(unreadable)?).await,
        unknown => Err(AppError::Bug(format!("no such job: {unknown}"))),
    }
}
