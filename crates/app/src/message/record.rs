//! Recording what came from outside, several messages in one transaction: those that arrive while one is being written are written
//! together next, so that under load a commit is shared, and alone nobody waits.
//!
//! Each message has its own answer. What is refused leaves nothing behind, its nonce not used up either, as if it had come alone; and when
//! the transaction is rolled back, each is tried alone.

use crate::conformance;
use crate::credential::remember::Remembered;
use crate::credential::verify::UNSIGNED;
use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::credential::Held;
use store::job::NewJob;
use store::message::Message;
use store::{Stamp, Tx};
use tokio::sync::oneshot;

/// Messages in one transaction.
const TOGETHER_MAX: usize = 64;
/// Transactions under way at a time in one process: with one, all that comes while it is written shares the next, so that a message costs
/// the least processor time when there are most of them.
const FLIGHTS_MAX: usize = 1;

/// A message to be recorded.
pub(crate) struct Arrival {
    pub(crate) message: Message,
    /// The nonce it was signed with.
    pub(crate) nonce: String,
    /// The key it was verified with, as it was read then.
    pub(crate) held: Option<Arc<Held>>,
    /// Why it does not read, if it does not: it is answered so unless its key is known.
    pub(crate) fault: Option<AppError>,
    pub(crate) stamp: Stamp,
    pub(crate) act: NewJob,
}

/// What became of it: the message that is recorded under its key, or `None` when a conformance run turned it away.
type Recorded = Result<Option<Message>, AppError>;

struct Waiting {
    arrival: Arrival,
    tell: oneshot::Sender<Recorded>,
}

/// The messages that wait to be recorded.
#[derive(Default)]
pub struct Recorder {
    queue: Mutex<Queue>,
    /// Their senders' keys.
    pub(crate) keys: Remembered,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    flights: usize,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

impl Recorder {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is written next; ends the flight when nothing waits.
    fn next(&self) -> Option<Vec<Waiting>> {
        let mut queue = self.queue();
        let count = queue.waiting.len().min(TOGETHER_MAX);
        if count == 0 {
            queue.flights -= 1;
            return None;
        }
        Some(queue.waiting.drain(..count).collect())
    }
}

/// Records a message; back when it is durable.
pub(crate) async fn record(world: &World, arrival: Arrival) -> Recorded {
    let (tell, told) = oneshot::channel();
    let begins = {
        let mut queue = world.recorder.queue();
        queue.waiting.push(Waiting { arrival, tell });
        let begins = queue.flights < FLIGHTS_MAX;
        queue.flights += usize::from(begins);
        begins
    };
    if begins {
        // A task of its own: a sender that goes away does not take the others' flight with it.
        let world = world.clone();
        tokio::spawn(async move {
            while let Some(waiting) = world.recorder.next() {
                fly(&world, waiting).await;
            }
        });
    }
    told.await.map_err(|_| AppError::Unavailable("the recorder has ended".into()))?
}

async fn fly(world: &World, waiting: Vec<Waiting>) {
    let (arrivals, tells): (Vec<_>, Vec<_>) = waiting.into_iter().map(|one| (Arc::new(one.arrival), one.tell)).unzip();
    let (count, together) = (arrivals.len(), write(world, arrivals.clone()).await);
    for (index, (arrival, tell)) in arrivals.into_iter().zip(tells).enumerate() {
        let answer = match &together {
            Ok(answers) => answers.get(index).cloned().unwrap_or_else(|| Err(AppError::Bug("an answer is missing".into()))),
            // Whether anything was written is not known: the sender asks again, under the same key.
            Err(error @ AppError::Unavailable(_)) => Err(error.clone()),
            // Somebody was faster under one of the keys, and can be seen now.
            Err(AppError::Conflict) => alone(world, arrival).await,
            // Alone it has had its turn already.
            Err(error) if count == 1 => Err(error.clone()),
            Err(_) => alone(world, arrival).await,
        };
        // Whoever waited may have gone away; the message stands.
        let _ = tell.send(answer);
    }
    if together.is_ok() {
        world.jobs.notify_one();
    }
}

async fn alone(world: &World, arrival: Arc<Arrival>) -> Recorded {
    let answers = write(world, vec![arrival]).await?;
    world.jobs.notify_one();
    answers.into_iter().next().unwrap_or_else(|| Err(AppError::Bug("an answer is missing".into())))
}

async fn write(world: &World, arrivals: Vec<Arc<Arrival>>) -> Result<Vec<Recorded>, AppError> {
    let now = world.now();
    let recorder = Arc::clone(&world.recorder);
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { all(tx, &recorder.keys, &arrivals, now).await })).await
}

/// Decides about each in the order of arrival, then writes all of it in a statement a table.
async fn all(tx: &mut Tx, keys: &Remembered, arrivals: &[Arc<Arrival>], now: Timestamp) -> Result<Vec<Recorded>, AppError> {
    let nonces: Vec<(&str, &str)> = arrivals.iter().map(|one| (one.message.sender.as_str(), one.nonce.as_str())).collect();
    let under: Vec<(&str, &str)> = arrivals.iter().map(|one| (one.message.sender.as_str(), one.message.key.as_str())).collect();
    let serials: BTreeSet<&str> = arrivals.iter().filter_map(|one| Some(one.held.as_ref()?.credential.serial.as_str())).collect();
    let held = store::credential::load_by_serials(tx, &serials.into_iter().collect::<Vec<_>>()).await?;
    let used: BTreeSet<(String, String)> = store::credential::list_used(tx, &nonces).await?.into_iter().collect();
    let known = store::message::load_by_keys(tx, &under).await?;
    let mut known: BTreeMap<(String, String), Message> =
        known.into_iter().map(|message| ((message.sender.clone(), message.key.clone()), message)).collect();
    let mut spent: BTreeSet<(&str, &str)> = BTreeSet::new();
    let (mut fresh, mut answers) = (Vec::new(), Vec::new());
    for one in arrivals {
        let (sender, message) = (one.message.sender.as_str(), &one.message);
        let nonce = (sender, one.nonce.as_str());
        let answer = if let Err(changed) = unchanged(one.held.as_deref(), &held) {
            one.held.iter().for_each(|held| keys.forget(&held.credential.serial));
            Err(changed)
        } else if used.contains(&(sender.to_owned(), one.nonce.clone())) || spent.contains(&nonce) {
            Err(AppError::Unauthenticated(UNSIGNED.into()))
        } else if let Some(known) = known.get(&(message.sender.clone(), message.key.clone())) {
            if known.digest == message.digest { Ok(Some(known.clone())) } else { Err(Refusal::KeyReused.into()) }
        } else if let Some(fault) = &one.fault {
            // A message that does not read is refused and not recorded: its sender may mend it under the same key.
            Err(fault.clone())
        } else if conformance::turns_away(tx, message).await? {
            Ok(None)
        } else {
            known.insert((message.sender.clone(), message.key.clone()), message.clone());
            fresh.push(one);
            Ok(Some(message.clone()))
        };
        if answer.is_ok() {
            spent.insert(nonce);
        }
        answers.push(answer);
    }
    if !spent.is_empty() {
        store::credential::use_nonces(tx, &spent.into_iter().collect::<Vec<_>>(), now)?;
    }
    if !fresh.is_empty() {
        store::message::create_all(tx, &fresh.iter().map(|one| one.message.clone()).collect::<Vec<_>>())?;
        let audited: Vec<_> = fresh.iter().map(|one| (&one.stamp, one.message.id.to_string())).collect();
        store::event::audit_all(tx, &audited)?;
        store::job::enqueue_all(tx, &fresh.iter().map(|one| one.act.clone()).collect::<Vec<_>>())?;
    }
    Ok(answers)
}

/// Whether a key is as it was when it was used to verify a message.
///
/// # Errors
/// [`AppError::Unauthenticated`] when it was retired since; [`AppError::Conflict`] when something else about its owner has changed: the
/// sender asks again and is judged by what is true now.
fn unchanged(verified: Option<&Held>, now: &[Held]) -> Result<(), AppError> {
    let Some(verified) = verified else { return Ok(()) };
    match now.iter().find(|held| held.credential.serial == verified.credential.serial) {
        Some(held) if held == verified => Ok(()),
        Some(held) if held.credential.retired_at.is_none() => Err(AppError::Conflict),
        Some(_) | None => Err(AppError::Unauthenticated(UNSIGNED.into())),
    }
}
