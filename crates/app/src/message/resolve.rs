//! A person at the institution, or at the trading centre, has looked at a message of theirs that could not be acted on.

use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::MessageId;
use domain::message::{Message, resolve};
use domain::party::Uscc;
use store::job::Job;

/// Acts on a message again, or lets it rest for good.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's; [`Refusal::MessageStateForbids`](domain::Refusal::MessageStateForbids) when it is not left to a person.
pub async fn resolve(world: &World, caller: &Caller, id: MessageId, again: bool) -> Result<(), AppError> {
    let mut message = store::message::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let relation = relation(world, caller, &message).await?;
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

/// What the caller is to a message: it is its sender's people that settle it.
async fn relation(world: &World, caller: &Caller, message: &Message) -> Result<Relation, AppError> {
    if message.institution.is_some() {
        return Ok(if caller.actor.institution == message.institution { Relation::Guarantor } else { Relation::Stranger });
    }
    let Ok(uscc) = Uscc::vouched(&message.sender) else { return Ok(Relation::Stranger) };
    let sender = store::organisation::load_by_uscc(&mut world.store.reader(), &uscc).await?;
    let own = caller.actor.site.is_some() && sender.is_some_and(|sender| sender.site == caller.actor.site);
    Ok(if own { Relation::CentreOfSite } else { Relation::Stranger })
}
