//! Acting on a recorded message. Safe to run twice, in any order with its fellows.

use super::content::{Content, Parsed, parse};
use super::{application, credit_line, guarantee, instruction, invoice, lot, trial};
use crate::commit::{Writer, quietly, wake};
use crate::error::AppError;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::id::MessageId;
use domain::message::{Effect, Message, MessageState, act};
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use store::Stamp;
use store::job::{Claimed, Job};

/// How often a parked message is looked at, though nothing has happened to its subject.
const LOOK_AGAIN: i64 = Timestamp::HOUR;

/// A message that is to be acted on, with what was found out before the transaction.
struct Ready {
    message: Message,
    parsed: Parsed,
    /// Whether it is about an application of a conformance run: such a message is looked at by the run, and has no other effect.
    tried: bool,
    letter: Option<guarantee::Examined>,
    files: Option<invoice::files::Found>,
}

/// Acts on messages that are due together, and gives back the jobs that are to be run alone: letters and invoices, whose files take their time, and
/// all of them when one fails.
pub(crate) async fn together(world: &World, jobs: Vec<Claimed>) -> Vec<Claimed> {
    match act_all(world, jobs.clone(), true).await {
        Ok(alone) => alone,
        Err(error) => {
            tracing::debug!(?error, "messages are acted on one by one");
            jobs
        }
    }
}

/// Acts on a message, and finishes its job.
///
/// # Errors
/// [`AppError::Conflict`] when something changed meanwhile: the job is run again.
pub(crate) async fn alone(world: &World, job: &Claimed) -> Result<(), AppError> {
    act_all(world, vec![job.clone()], false).await.map(drop)
}

/// Acts on messages, and finishes their jobs with what they did, in one transaction.
async fn act_all(world: &World, jobs: Vec<Claimed>, quick: bool) -> Result<Vec<Claimed>, AppError> {
    let now = world.now();
    let missing = || AppError::Bug("a message is missing".into());
    let unreadable = |_| AppError::Bug("a job's payload does not read".into());
    let ids: Vec<MessageId> = jobs.iter().map(|job| job.payload.parse().map_err(unreadable)).collect::<Result<_, _>>()?;
    let mut known: BTreeMap<String, Message> =
        store::message::load_all(&mut world.store.reader(), &ids).await?.into_iter().map(|one| (one.id.to_string(), one)).collect();
    let (mut ready, mut acted, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    for (id, job) in ids.into_iter().zip(jobs) {
        let message = known.remove(&id.to_string()).ok_or_else(missing)?;
        if quick && ["issued", "invoice", "invoice.red"].contains(&message.topic.as_str()) {
            alone.push(job);
            continue;
        }
        if act::check(&message).is_ok() {
            let stamp = world.system().stamp(world, Action::ActOnMessage, Relation::Platform, message.id)?;
            ready.push((prepare(world, message).await?, stamp));
        }
        acted.push(job);
    }
    if acted.is_empty() {
        return Ok(alone);
    }
    quietly(world, move |w| Box::pin(act_on(w, ready, acted, now))).await?;
    Ok(alone)
}

/// Acts on each under its own permit, and finishes their jobs.
async fn act_on(w: &mut Writer<'_>, ready: Vec<(Ready, Stamp)>, acted: Vec<Claimed>, now: Timestamp) -> Result<(), AppError> {
    let (mut settled, mut happened) = (Vec::new(), BTreeSet::new());
    for (one, stamp) in ready {
        w.under(stamp).await?;
        let subject = one.message.subject.clone();
        let message = decide(w, one, now).await?;
        if message.state == MessageState::Done {
            happened.insert(subject);
        }
        settled.push(message);
    }
    w.settle().await?;
    if !settled.is_empty() {
        store::message::settle_all(w.tx(), &settled)?;
    }
    // Once all are settled: one that was parked a moment ago may have waited for the next.
    for subject in happened {
        wake(w, &subject).await?;
    }
    Ok(store::job::finish_all(w.tx(), &acted)?)
}

/// Files are looked at before the transaction: nothing is awaited in it but itself.
async fn prepare(world: &World, message: Message) -> Result<Ready, AppError> {
    let parsed = parse(&message.topic, message.payload.as_bytes(), None)?;
    let tried = trial::concerns(&mut world.store.reader(), &message).await?;
    let letter = if let Content::Issued(issued) = &parsed.content
        && !tried
    {
        Some(guarantee::examine(world, &message, issued).await?)
    } else {
        None
    };
    let files = if let Content::Invoiced(said) = &parsed.content
        && !tried
    {
        Some(invoice::files::find(world, &message, said).await?)
    } else {
        None
    };
    Ok(Ready { message, parsed, tried, letter, files })
}

/// Acts on one, and gives it back as it stands now.
async fn decide(w: &mut Writer<'_>, ready: Ready, now: Timestamp) -> Result<Message, AppError> {
    let Ready { mut message, parsed, tried, letter, files } = ready;
    let effect = if tried { Effect::Had } else { dispatch(w, &message, &parsed, letter, files).await? };
    let event = act::act(&message, effect, now)?;
    message.apply(&event);
    if message.state == MessageState::Parked {
        w.job_again(Job::ActOnMessage(message.id), Some(now.plus(LOOK_AGAIN)))?;
    }
    Ok(message)
}

async fn dispatch(
    w: &mut Writer<'_>,
    message: &Message,
    parsed: &Parsed,
    letter: Option<guarantee::Examined>,
    files: Option<invoice::files::Found>,
) -> Result<Effect, AppError> {
    match &parsed.content {
        Content::File | Content::Fetched => Ok(Effect::Had),
        Content::Lot(content) => lot::act(w, message, content).await,
        Content::Replied(reply) => instruction::replied(w, message, reply).await,
        Content::Credit(said) => credit_line::act(w, message, said).await,
        Content::Invoiced(said) => match files {
            Some(found) => invoice::act::act(w, message, said, found).await,
            None => Err(AppError::Bug("an invoice's files were not looked for".into())),
        },
        Content::Issued(issued) => match letter {
            Some(letter) => guarantee::issued(w, message, issued, letter).await,
            None => Err(AppError::Bug("a letter was not examined".into())),
        },
        Content::Quote { .. } | Content::Accepted | Content::Refused { .. } | Content::Cashier { .. } | Content::Paid(_) => {
            application::act(w, message, &parsed.content).await
        }
    }
}
