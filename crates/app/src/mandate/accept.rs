//! The agency says that it acts under a mandate that a tenderee recorded.

use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::id::MandateId;
use domain::mandate::{Mandate, accept as decide};

/// Accepts it.
///
/// # Errors
/// [`AppError::Refused`]; [`AppError::NotFound`] when it is another's.
pub async fn accept(world: &World, caller: &Caller, id: MandateId) -> Result<Mandate, AppError> {
    let mut reader = world.store.reader();
    let mandate = store::mandate::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let agency = mandate.facts.agency.organisation;
    let is_own = caller.actor.role == Role::Agency && caller.actor.organisation == Some(agency);
    let relation = if is_own { Relation::Agency } else { Relation::Stranger };
    let stamp = caller.stamp(world, Action::AcceptMandate, relation, id)?;
    let registered = store::organisation::load(&mut reader, agency).await?.ok_or(AppError::NotFound)?;
    let event = decide(&mandate, registered.name, world.now())?;
    append(world, stamp, mandate, event).await
}
