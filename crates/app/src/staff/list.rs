use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::staff::Staff;

/// The people of the caller's institution: whoever has logged in for it, the first seen first.
///
/// # Errors
/// [`AppError::NotFound`]; [`domain::Refusal::DutyMissing`].
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<Staff>, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::AssignDuties, Relation::Guarantor)?;
    Ok(store::staff::list(&mut world.store.reader(), institution).await?)
}
