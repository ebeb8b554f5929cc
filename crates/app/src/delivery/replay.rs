//! Taking up again what was given up, by an operator: the institution's own staff or the centre of its site.

use super::job;
use crate::error::AppError;
use crate::onboarding::load;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::{JobId, OnboardingId, OutboxId};

/// Sends a dead message again, with the key it has always had.
///
/// # Errors
/// [`AppError::NotFound`] for another institution's; [`AppError::Conflict`] when it is not dead.
pub async fn replay(world: &World, caller: &Caller, id: OutboxId) -> Result<(), AppError> {
    let delivery = store::delivery::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let relation = if caller.actor.institution == Some(delivery.institution) { Relation::Guarantor } else { Relation::Stranger };
    let stamp = caller.stamp(Action::ReplayDelivery, relation, world.now())?;
    let job = job(world.id(JobId::new), id, world.now());
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                store::delivery::replay(tx, id)?;
                Ok(store::job::enqueue_again(tx, job)?)
            })
        })
        .await?;
    world.deliveries.notify_one();
    Ok(())
}

/// Sends every dead message to an institution again that sells on the caller's site; gives back how many.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn replay_all(world: &World, caller: &Caller, id: OnboardingId) -> Result<usize, AppError> {
    let mut reader = world.store.reader();
    let (onboarding, stamp) = load(&mut reader, caller, Action::ReplayDelivery, id, world.now()).await?;
    let institution = onboarding.institution.ok_or(AppError::NotFound)?;
    let dead = store::delivery::list(&mut reader, institution, "dead").await?;
    let jobs: Vec<_> = dead.iter().map(|delivery| (delivery.id, job(world.id(JobId::new), delivery.id, world.now()))).collect();
    let count = jobs.len();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &institution.to_string())?;
                for (id, job) in jobs {
                    store::delivery::replay(tx, id)?;
                    store::job::enqueue_again(tx, job)?;
                }
                Ok(())
            })
        })
        .await?;
    world.deliveries.notify_one();
    Ok(count)
}
