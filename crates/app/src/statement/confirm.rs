//! Holding a statement against the bank's balances, as the second person.

use super::{job, load};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::StatementId;
use domain::statement::{Balances, Statement, confirm as decide};

/// Confirms; the credits are recorded by a job from then on.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: StatementId, told: Option<Balances>) -> Result<Statement, AppError> {
    let now = world.now();
    let (statement, stamp) = load(&mut world.store.reader(), caller, Action::ConfirmStatement, id, now).await?;
    let event = decide(&statement, &caller.actor.certificate, told)?;
    let job = job(world, id);
    let statement = world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                store::job::enqueue(tx, job)?;
                Ok(store::statement::append(tx, &stamp, statement, &event)?)
            })
        })
        .await?;
    world.jobs.notify_one();
    Ok(statement)
}
