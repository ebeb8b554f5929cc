//! The profiles that were handed to a centre.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::OrganisationId;
use domain::profile::EnterpriseProfile;

/// A page of the profiles the caller's centre has to do with.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(
    world: &World,
    caller: &Caller,
    filter: Filter<'_>,
    before: Option<OrganisationId>,
) -> Result<Page<EnterpriseProfile>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::profile::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::profile::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |row| row.facts.organisation.organisation.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<EnterpriseProfile>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::profile::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |row| row.facts.organisation.organisation).await
}
