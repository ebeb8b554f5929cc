//! Lists of paper originals: an applicant's own, an institution's desk.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::PaperCopyId;
use domain::paper_copy::PaperCopy;

/// A page of those that are the caller's to see.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<PaperCopyId>) -> Result<Page<PaperCopy>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::paper_copy::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::paper_copy::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |copy| copy.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<PaperCopy>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::paper_copy::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |copy| copy.facts.id).await
}
