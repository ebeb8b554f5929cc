//! The onboardings on a centre's site.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::OnboardingId;
use domain::onboarding::Onboarding;

/// A page of the onboardings of the caller's site.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<OnboardingId>) -> Result<Page<Onboarding>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::onboarding::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::onboarding::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |row| row.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Onboarding>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::onboarding::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |row| row.facts.id).await
}
