//! A person at the institution has looked at a message that could not be acted on.

use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::MessageId;
use domain::message::resolve;
use store::job::Job;

/// Acts on a message again, or lets it rest for good.
///
/// # Errors
/// [`AppError::NotFound`] for another institution's; [`Refusal::MessageStateForbids`](domain::Refusal::MessageStateForbids) when it is not left to a person.
pub async fn resolve(world: &World, caller: &Caller, id: MessageId, again: bool) -> Result<(), AppError> {
    let mut message = store::message::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let own = message.institution.is_some() && caller.actor.institution == message.institution;
    let relation = if own { Relation::Guarantor } else { Relation::Stranger };
    let stamp = caller.stamp(world, Action::ResolveMessage, relation, id)?;
    message.apply(&resolve::resolve(&message, again)?);
    commit(world, stamp, move |w| {
        Box::pin(async move {
            store::message::resolve(w.tx(), &message)?;
            if again { w.job_again(Job::ActOnMessage(id), None) } else { Ok(()) }
        })
    })
    .await
}
