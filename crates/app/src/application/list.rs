//! Lists of applications: an applicant's own, a guarantor's desk.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::application::Application;
use domain::id::{ApplicationId, InstitutionId};

/// A page of the caller's applications.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(
    world: &World,
    caller: &Caller,
    filter: Filter<'_>,
    before: Option<ApplicationId>,
) -> Result<Page<Application>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::application::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::application::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |row| row.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Application>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::application::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |row| row.facts.id).await
}

/// The guarantors that the caller's organisation has ever asked, with their names, in the order of these.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn guarantors(world: &World, caller: &Caller) -> Result<Vec<(InstitutionId, String)>, AppError> {
    let Some(organisation) = caller.actor.organisation else { return Ok(Vec::new()) };
    let asked = store::application::guarantors_of(&mut world.store.reader(), organisation).await?;
    let mut named: Vec<_> = asked.into_iter().map(|institution| (institution.id, institution.name.to_string())).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(named)
}
