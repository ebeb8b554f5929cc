//! Sending one message: in its turn, once at a time for an institution, and asking before sending again.

use super::keys::keys;
use crate::commit::quietly;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::delivery::settle::{backoff, settle};
use domain::delivery::{Delivery, DeliveryState, Tried, settle};
use domain::id::{InstitutionId, OutboxId};
use domain::institution::Connection;
use domain::institution::health::Turn;
use domain::time::Timestamp;
use partners::institution::{Peer, SendError};
use protocol::message::ApplicationState;
use store::job::Job;

/// How soon a message that waits for an earlier one is looked at again, should nobody have called it.
const BEHIND: i64 = 5 * Timestamp::SECOND;

/// How soon a message is looked at again when all places at its institution are taken; and what a 65536th of the spread is, in
/// microseconds, so that those who wait do not come back together.
const FULL: i64 = Timestamp::SECOND;
const SPREAD: i64 = 60;

/// Sends a message, or puts it off.
///
/// # Errors
/// [`AppError::Unavailable`] when the database does not answer.
pub(crate) async fn send(world: &World, id: OutboxId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let missing = || AppError::Bug("a delivery is missing".into());
    let delivery = store::delivery::load(&mut reader, id).await?.ok_or_else(missing)?;
    if settle::check(&delivery).is_err() {
        return Ok(Ran::Done);
    }
    let now = world.now();
    if store::delivery::is_behind(&mut reader, &delivery).await? {
        return Ok(Ran::Later(now.plus(BEHIND)));
    }
    let institution = store::institution::load(&mut reader, delivery.institution).await?.ok_or_else(missing)?;
    let Connection::OwnSystem { address, wire } = institution.connection else {
        return record(world, delivery, Tried::Refused("机构没有自有系统".into())).await;
    };
    let Some(place) = world.bulkheads.enter(delivery.institution, now).await else {
        return Ok(Ran::Later(now.plus(FULL + i64::from(u16::from_le_bytes(world.random())) * SPREAD)));
    };
    match take_turn(world, delivery.institution, delivery.tries > 0).await? {
        Turn::Wait(until) => return Ok(Ran::Later(until)),
        Turn::Try => {}
    }
    let keys = keys(world, institution.organisation).await?;
    let tried = match Peer::new(&world.institutions, wire, &address, keys) {
        Ok(peer) => attempt(world, &peer, &delivery).await,
        Err(error) => Tried::Unknown(error.to_string()),
    };
    place.leave(world.now());
    record(world, delivery, tried).await
}

async fn attempt(world: &World, peer: &Peer<'_>, delivery: &Delivery) -> Tried {
    // What became of an earlier try is not known: the other side is asked before it is told again (threat T-10).
    if delivery.tries > 0 && delivery.topic == "application.order" {
        match peer.ask(&delivery.subject, world.now()).await {
            Ok(report) if report.state != ApplicationState::Unknown => return Tried::Delivered,
            Ok(_) => {}
            Err(error) => return Tried::Unknown(error.to_string()),
        }
    }
    match peer.send(&delivery.topic, &delivery.id.to_string(), &delivery.payload, world.now()).await {
        Ok(()) => Tried::Delivered,
        Err(SendError::Refused(reason)) => Tried::Refused(reason),
        Err(error @ SendError::Unknown(_)) => Tried::Unknown(error.to_string()),
    }
}

/// Takes a turn at the institution, held against the turns of other processes.
async fn take_turn(world: &World, institution: InstitutionId, retry: bool) -> Result<Turn, AppError> {
    let now = world.now();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let mut health = store::delivery::health_locked(tx, institution).await?;
                let before = health.clone();
                let turn = health.take_turn(retry, now);
                if health != before {
                    store::delivery::save_health(tx, institution, &health)?;
                }
                Ok(turn)
            })
        })
        .await
}

/// Records a try; whatever waited for this message is called.
async fn record(world: &World, mut delivery: Delivery, tried: Tried) -> Result<Ran, AppError> {
    let now = world.now();
    let retry = now.plus(backoff(delivery.tries + 1, u64::from_le_bytes(world.random())));
    delivery.apply(&settle(&delivery, tried.clone())?);
    quietly(world, move |w| {
        Box::pin(async move {
            let institution = delivery.institution;
            let mut health = store::delivery::health_locked(w.tx(), institution).await?;
            match tried {
                // It is there, whatever it said.
                Tried::Delivered | Tried::Refused(_) => health.succeed(now),
                Tried::Unknown(error) => health.fail(&error, now),
            }
            store::delivery::settle(w.tx(), &delivery, now)?;
            store::delivery::save_health(w.tx(), institution, &health)?;
            let next = store::delivery::next(w.tx(), institution, &delivery.subject).await?;
            if let Some(next) = next.filter(|next| *next != delivery.id) {
                w.job_again(Job::SendDelivery(next), None)?;
            }
            Ok(match delivery.state {
                DeliveryState::Pending => Ran::Later(retry),
                DeliveryState::Delivered | DeliveryState::Dead => Ran::Done,
            })
        })
    })
    .await
}
