use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::staff::Staff;
use std::collections::BTreeMap;

/// The people of the caller's institution: whoever has logged in for it, the first seen first.
///
/// # Errors
/// [`AppError::NotFound`]; [`domain::Refusal::DutyMissing`].
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<Staff>, AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::AssignDuties, Relation::Guarantor)?;
    Ok(store::staff::list(&mut world.store.reader(), institution).await?)
}

/// What the caller's institution calls its people, by certificate; nothing for callers of other kinds. Whoever may see an institution's
/// business may know which colleague did what; duties and logins stay with its managers (P10).
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn names(world: &World, caller: &Caller) -> Result<BTreeMap<String, String>, AppError> {
    let Some(institution) = caller.actor.institution else { return Ok(BTreeMap::new()) };
    let staff = store::staff::list(&mut world.store.reader(), institution).await?;
    Ok(staff.into_iter().filter(|person| !person.name.is_empty()).map(|person| (person.certificate, person.name)).collect())
}
