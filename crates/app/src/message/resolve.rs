//! A person at the institution has looked at a message that could not be acted on.

use super::job;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::{JobId, MessageId};

/// Acts on a message again, or lets it rest for good.
///
/// # Errors
/// [`AppError::NotFound`] for another institution's; [`AppError::Conflict`] when it is not left to a person.
pub async fn resolve(world: &World, caller: &Caller, id: MessageId, again: bool) -> Result<(), AppError> {
    let message = store::message::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let own = message.institution.is_some() && caller.actor.institution == message.institution;
    let relation = if own { Relation::Guarantor } else { Relation::Stranger };
    let stamp = caller.stamp(Action::ResolveMessage, relation, world.now())?;
    let act = job(world.id(JobId::new), id, world.now());
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                store::message::resolve(tx, id, again)?;
                if again {
                    store::job::enqueue_again(tx, act)?;
                }
                Ok(())
            })
        })
        .await?;
    world.jobs.notify_one();
    Ok(())
}
