//! Ending a mandate: the agency's role ends with it, in the same transaction.

use super::{membership, stamp};
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::MandateId;
use domain::mandate::{Mandate, end as decide};

/// Ends it.
///
/// # Errors
/// [`AppError::Refused`]; [`AppError::NotFound`] when it is another's.
pub async fn end(world: &World, caller: &Caller, id: MandateId) -> Result<Mandate, AppError> {
    let mandate = store::mandate::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let (stamp, side) = stamp(world, caller, Action::EndMandate, mandate.facts.tenderee.organisation, mandate.facts.site)?;
    let event = decide(&mandate, side, world.now())?;
    commit(world, stamp.about(id), move |w| {
        Box::pin(async move {
            let now = w.now();
            store::membership::end(w.tx(), &membership(&mandate), now)?;
            w.append(mandate, &event)
        })
    })
    .await
}
