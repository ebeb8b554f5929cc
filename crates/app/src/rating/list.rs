//! The ratings that an office has to do with: an institution's own, and those that count to the centre that admitted it.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::RatingId;
use domain::rating::Rating;

/// A page of them.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<RatingId>) -> Result<Page<Rating>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::rating::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::rating::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |rating| rating.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Rating>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::rating::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |rating: &Rating| rating.facts.id).await
}
