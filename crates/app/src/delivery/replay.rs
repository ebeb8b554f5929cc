//! Taking up again what was given up, by the institution's own staff.

use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::delivery::replay;
use domain::id::OutboxId;
use store::job::Job;

/// Sends a dead message again, with the key it has always had.
///
/// # Errors
/// [`AppError::NotFound`] for another institution's; [`Refusal::DeliveryStateForbids`](domain::Refusal::DeliveryStateForbids) when it was not given up.
pub async fn replay(world: &World, caller: &Caller, id: OutboxId) -> Result<(), AppError> {
    let mut delivery = store::delivery::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let relation = if caller.actor.institution == Some(delivery.institution) { Relation::Guarantor } else { Relation::Stranger };
    let stamp = caller.stamp(world, Action::ReplayDelivery, relation, id)?;
    delivery.apply(&replay::replay(&delivery)?);
    commit(world, stamp, move |w| {
        Box::pin(async move {
            store::delivery::replay(w.tx(), &delivery)?;
            w.job_again(Job::SendDelivery(id), None)
        })
    })
    .await
}
