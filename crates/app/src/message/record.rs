//! Recording what came from outside, several messages in one transaction: those that arrive while one is being written are written
//! together next, so that under load a commit is shared, and alone nobody waits.
//!
//! Each message has its own answer. What is refused leaves nothing behind, its nonce not used up either, as if it had come alone; and when
//! the transaction is rolled back, each is tried alone.

use super::trial;
use super::waiting::{Arrival, Recorded, Waiting};
use crate::commit::{Writer, quietly};
use crate::credential::remember::Remembered;
use crate::credential::verify::UNSIGNED;
use crate::error::AppError;
use crate::world::World;
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::message::Message;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::credential::Held;
use store::job::Job;
use tokio::sync::oneshot;

/// Records a message; back when it is durable.
pub(crate) async fn record(world: &World, arrival: Arrival) -> Recorded {
    let (tell, told) = oneshot::channel();
    let begins = world.recorder.join(Waiting { arrival, tell });
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
}

async fn alone(world: &World, arrival: Arc<Arrival>) -> Recorded {
    let answers = write(world, vec![arrival]).await?;
    answers.into_iter().next().unwrap_or_else(|| Err(AppError::Bug("an answer is missing".into())))
}

async fn write(world: &World, arrivals: Vec<Arc<Arrival>>) -> Result<Vec<Recorded>, AppError> {
    let recorder = Arc::clone(&world.recorder);
    quietly(world, move |w| Box::pin(async move { all(w, &recorder.keys, &arrivals).await })).await
}

/// Decides about each in the order of arrival, then writes all of it in a statement a table.
async fn all(w: &mut Writer<'_>, keys: &Remembered, arrivals: &[Arc<Arrival>]) -> Result<Vec<Recorded>, AppError> {
    let now = w.now();
    let nonces: Vec<(&str, &str)> = arrivals.iter().map(|one| (one.message.sender.as_str(), one.nonce.as_str())).collect();
    let under: Vec<(&str, &str)> = arrivals.iter().map(|one| (one.message.sender.as_str(), one.message.key.as_str())).collect();
    let serials: BTreeSet<&str> = arrivals.iter().filter_map(|one| Some(one.held.as_ref()?.credential.serial.as_str())).collect();
    let held = store::credential::load_by_serials(w.tx(), &serials.into_iter().collect::<Vec<_>>()).await?;
    let used: BTreeSet<(String, String)> = store::credential::list_used(w.tx(), &nonces).await?.into_iter().collect();
    let known = store::message::load_by_keys(w.tx(), &under).await?;
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
        } else if trial::turns_away(w.tx(), message).await? {
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
        store::credential::use_nonces(w.tx(), &spent.into_iter().collect::<Vec<_>>(), now)?;
    }
    if !fresh.is_empty() {
        store::message::create_all(w.tx(), &fresh.iter().map(|one| one.message.clone()).collect::<Vec<_>>())?;
        for one in fresh {
            let id = one.message.id;
            let stamp = w.world().system().stamp(w.world(), Action::ReceiveMessage, Relation::Platform, id)?;
            w.under(stamp).await?;
            w.job(Job::ActOnMessage(id));
        }
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
