//! The worker: claims what is due, runs it, records what became of it. Each job may run twice and may die anywhere (rule 5). The top floor:
//! everything else is below, nothing asks for it.

pub mod desk;
pub mod lane;

use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use crate::{
    application, bank_line, complaint, conformance, credit_line, delivery, document, guarantee, institution, message, profile, rating,
    site, statement, text_message,
};
use domain::time::Timestamp;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use store::job::Job;
pub use store::job::{Claimed, Lane};

/// Failures of its own before a job is left to an operator. An outage is none: whatever needs something that does not answer waits until
/// it does (L4).
const FAILURES_MAX: i64 = 12;
/// Longest pause between attempts.
const PAUSE_MAX_MICROS: i64 = 10 * Timestamp::MINUTE;

/// How many jobs of a lane are claimed at once: few of those that compute, which another process might do meanwhile.
const fn claimed_at_once(lane: Lane) -> usize {
    match lane {
        Lane::Work => 4,
        Lane::Messages => 32,
        Lane::Deliveries => 16,
    }
}

/// Claims up to `limit` jobs of a lane that are due.
///
/// # Errors
/// [`AppError::Unavailable`] when jobs cannot be claimed.
pub async fn claim(world: &World, lane: Lane, limit: usize) -> Result<Vec<Claimed>, AppError> {
    Ok(store::job::claim(&world.store, lane, world.now(), i64::try_from(limit).unwrap_or(i64::MAX)).await?)
}

/// Acts on up to `limit` messages that are due, together where that is possible. Gives back how many were claimed, and those that are to be
/// run alone.
///
/// # Errors
/// [`AppError::Unavailable`] when jobs cannot be claimed.
pub async fn act_on_messages(world: &World, limit: usize) -> Result<(usize, Vec<Claimed>), AppError> {
    let claimed = claim(world, Lane::Messages, limit).await?;
    Ok((claimed.len(), message::act::together(world, claimed).await))
}

/// Runs what is due but deliveries, one after another, until nothing is. Gives back how many jobs ran.
///
/// # Errors
/// [`AppError::Unavailable`] when jobs cannot be claimed.
pub async fn run_due(world: &World) -> Result<usize, AppError> {
    let mut ran = 0;
    loop {
        let (messages, alone) = act_on_messages(world, claimed_at_once(Lane::Messages)).await?;
        let claimed = claim(world, Lane::Work, claimed_at_once(Lane::Work)).await?;
        if messages == 0 && claimed.is_empty() {
            return Ok(ran);
        }
        ran += messages + claimed.len();
        for job in alone.into_iter().chain(claimed) {
            run(world, job).await?;
        }
    }
}

/// Runs one job and records what became of it.
///
/// # Errors
/// [`AppError::Unavailable`] when that cannot be recorded.
pub async fn run(world: &World, job: Claimed) -> Result<(), AppError> {
    // A defect in a job costs the job a failure, never its worker.
    let outcome = AssertUnwindSafe(dispatch(world, &job)).catch_unwind().await;
    let outcome = outcome.unwrap_or_else(|_| Err(AppError::Bug("the job panicked".into())));
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
                    Ok(Ran::Done) => store::job::finish(tx, &job)?,
                    Ok(Ran::Later(at)) => store::job::later(tx, &job, at)?,
                    Ok(Ran::GiveUp(reason)) => store::job::bury(tx, &job, &reason)?,
                    Err(error) => {
                        let (pause, failures) = again(&job, &error);
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

/// How long a failed job rests, and how often it has failed by itself. A lost race is over in a moment; anything else gets time, twice as
/// much after each attempt.
fn again(job: &Claimed, error: &AppError) -> (i64, i64) {
    let pause = (Timestamp::SECOND << job.attempts.clamp(0, 20)).min(PAUSE_MAX_MICROS);
    match error {
        AppError::Conflict => (Timestamp::SECOND / 10, job.failures),
        AppError::Unavailable(_) | AppError::Busy(_) => (pause, job.failures),
        AppError::Refused(_) | AppError::Invalid(_) | AppError::NotFound | AppError::Unauthenticated(_) | AppError::Bug(_) => {
            (pause, job.failures + 1)
        }
    }
}

async fn dispatch(world: &World, claimed: &Claimed) -> Result<Ran, AppError> {
    let Some(job) = claimed.job() else { return Err(AppError::Bug(format!("no such job: {}", claimed.kind))) };
    match job {
        Job::LapseApplication(id) => application::lapse::lapse(world, id).await,
        Job::CloseAtOpening(id) => application::close::close(world, id).await,
        Job::ReachApplications(id) => application::reach::reach(world, id).await,
        Job::ReachInstitution(id) => application::halt::halt(world, id).await,
        Job::MatchBankLine(id) => bank_line::match_received::match_received(world, id).await,
        Job::TakeStatement(id) => statement::take::take(world, id).await,
        Job::IssueGuarantee(id) => guarantee::issue::issue(world, id).await,
        Job::SendRefund(id) => bank_line::refund::send(world, id).await,
        Job::FreeExposure(id) => institution::free_exposure::free_exposure(world, id).await,
        Job::RemindCredit(id) => credit_line::remind::remind(world, id).await,
        Job::TendComplaint(id) => complaint::tend::tend(world, id).await,
        Job::CountRatings(_) => rating::count::run(world).await,
        Job::SendDelivery(id) => delivery::send::send(world, id).await,
        Job::AskInstitution(id) => message::ask::run(world, id).await,
        Job::RunConformance(id) => conformance::step::step(world, id).await,
        Job::ActOnMessage(_) => message::act::alone(world, claimed).await.map(|()| Ran::Done),
        Job::CountLetters(_) => site::figures::run(world).await,
        Job::SweepUploads(_) => profile::upload::sweep::run(world).await,
        Job::SweepFiles(_) => document::sweep::run(world).await,
        Job::SendTextMessage(id) => text_message::send::send(world, id).await,
    }
}
