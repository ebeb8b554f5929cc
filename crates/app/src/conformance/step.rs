//! Taking the next step of a run.

use super::evidence::{Found, guarantee, look};
use super::payload::payload;
use super::report;
use super::scenario::{Act, Body, Expected, Step, steps};
use crate::commit::quietly;
use crate::delivery;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::conformance::{ConformanceRun, Verdict};
use domain::id::ConformanceId;
use domain::time::Timestamp;
use partners::institution::{Fault, Peer, Seen};
use protocol::message::ApplicationState;

/// How soon it is looked again for what a step waits for.
const LOOK_AGAIN: i64 = Timestamp::SECOND;

/// Takes the run's next step; the one after it is due at once.
///
/// # Errors
/// [`AppError::Unavailable`] when the database does not answer; [`AppError::Conflict`] when another worker took the step.
pub(crate) async fn step(world: &World, id: ConformanceId) -> Result<Ran, AppError> {
    let missing = || AppError::Bug("a conformance run is missing".into());
    let mut run = store::conformance::load(&mut world.store.reader(), id).await?.ok_or_else(missing)?;
    if run.ended_at.is_some() {
        return Ok(Ran::Done);
    }
    let steps = steps(&run);
    let Some(step) = steps.get(run.step) else { return report::finish(world, run).await.map(|()| Ran::Done) };
    let now = world.now();
    let verdict = match step.act {
        Act::Skip { reason } => Some(Verdict::Skipped { reason: reason.to_owned() }),
        Act::Send { key, body, fault, answer } => Some(tell(world, &mut run, step, key, body, fault, answer).await?),
        Act::Ask { states } => Some(ask(world, &run, step, states).await?),
        Act::Wait { said, patience } => match look(world, &run, step, said).await? {
            Found::Right => Some(Verdict::Passed),
            Found::Wrong(reason) => Some(Verdict::Failed { reason }),
            Found::Nothing => match run.waits_until {
                Some(until) if now >= until => Some(Verdict::Failed { reason: "等待期内没有收到".into() }),
                Some(_) => None,
                None => {
                    run.waits_until = Some(now.plus(patience));
                    None
                }
            },
        },
    };
    let waits = verdict.is_none();
    if let Some(verdict) = verdict {
        let over = step.vital && verdict != Verdict::Passed;
        run.record(step.topic, step.what, step.since, verdict);
        if over {
            for step in steps.get(run.step..).unwrap_or_default() {
                run.record(step.topic, step.what, step.since, Verdict::Skipped { reason: "申请推送未收妥，其后未测试".into() });
            }
        }
    }
    quietly(world, move |w| Box::pin(async move { Ok(store::conformance::save(w.tx(), run)?) })).await?;
    let now = world.now();
    Ok(Ran::Later(if waits { now.plus(LOOK_AGAIN) } else { now }))
}

async fn peer<'a>(world: &'a World, run: &ConformanceRun) -> Result<Result<Peer<'a>, Verdict>, AppError> {
    let institution = store::institution::load(&mut world.store.reader(), run.institution).await?.ok_or(AppError::NotFound)?;
    let keys = delivery::keys(world, institution.organisation).await?;
    if keys.is_empty() {
        return Ok(Err(Verdict::Failed { reason: "机构没有登记接口密钥，答复无法验证".into() }));
    }
    let peer = Peer::new(&world.institutions, run.wire, &run.address, keys);
    Ok(peer.map_err(|error| Verdict::Failed { reason: error.to_string() }))
}

async fn tell(
    world: &World,
    run: &mut ConformanceRun,
    step: &Step,
    key: &str,
    body: Body,
    fault: Fault,
    expected: Expected,
) -> Result<Verdict, AppError> {
    let peer = match peer(world, run).await? {
        Ok(peer) => peer,
        Err(verdict) => return Ok(verdict),
    };
    let letter = guarantee(world, run, step.application).await?;
    let mut message = payload(run, step.topic, step.application, step.style, &letter, &world.origin)?;
    let text = match body {
        Body::Right => message.to_string(),
        Body::Unreadable => "{\"order_number\":".to_owned(),
        Body::Other => {
            message[if step.topic == "credit.order" { "amount" } else { "fee" }] = "1.00".into();
            message.to_string()
        }
        Body::Extended => {
            message["later_field"] = "规范以后可能增加的字段".into();
            message.to_string()
        }
    };
    let key = format!("{}/{key}", run.number);
    let seen = peer.probe(step.topic, &key, &text, fault, world.now()).await;
    Ok(match (expected, seen) {
        (Expected::Taken, Seen::Taken(receipt)) => {
            run.receipts.insert(key, receipt);
            Verdict::Passed
        }
        (Expected::Same, Seen::Taken(receipt)) if run.receipts.get(&key) == Some(&receipt) => Verdict::Passed,
        (Expected::Same, Seen::Taken(_)) => Verdict::Failed { reason: "答复了另一回执".into() },
        (Expected::Refused, Seen::Refused(_)) | (Expected::Unauthorized, Seen::Unauthorized) => Verdict::Passed,
        (_, Seen::Taken(_)) => Verdict::Failed { reason: "报文被收妥".into() },
        (_, Seen::Refused(reason)) => Verdict::Failed { reason: format!("被拒绝：{reason}") },
        (_, Seen::Unauthorized) => Verdict::Failed { reason: "答复 401".into() },
        (_, Seen::Unknown(reason)) => Verdict::Failed { reason: format!("没有可信的答复：{reason}") },
    })
}

async fn ask(world: &World, run: &ConformanceRun, step: &Step, states: &[ApplicationState]) -> Result<Verdict, AppError> {
    let peer = match peer(world, run).await? {
        Ok(peer) => peer,
        Err(verdict) => return Ok(verdict),
    };
    Ok(match peer.ask(&run.application(step.application), world.now()).await {
        Ok(report) if states == [ApplicationState::Issued] && report.guarantee.is_none() => {
            Verdict::Failed { reason: format!("答复 {:?}，没有附出函结果", report.state) }
        }
        Ok(report) if states.contains(&report.state) => Verdict::Passed,
        Ok(report) => Verdict::Failed { reason: format!("答复 {:?}", report.state) },
        Err(error) => Verdict::Failed { reason: format!("没有可信的答复：{error}") },
    })
}
