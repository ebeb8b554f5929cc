//! The postings of a day.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may, scope};
use domain::id::PostingId;
use domain::time::Date;
pub use store::ledger::Posted;

/// A page of them.
///
/// # Errors
/// [`AppError::NotFound`] to others than an institution's staff.
pub async fn list(
    world: &World,
    caller: &Caller,
    day: Date,
    filter: Filter<'_>,
    before: Option<PostingId>,
) -> Result<Page<Posted>, AppError> {
    may(&caller.actor, Action::ViewLedger, Relation::Guarantor)?;
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::ledger::list(&mut reader, &scope, day, &filter, before, PAGE + 1).await?;
    let count = store::ledger::count(&mut reader, &scope, day, &filter).await?;
    Ok(listing::page(rows, count, |posted| posted.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, day: Date, filter: Filter<'_>) -> Result<Vec<Posted>, AppError> {
    may(&caller.actor, Action::ViewLedger, Relation::Guarantor)?;
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::ledger::list(&mut world.store.reader(), &scope, day, &filter, before, limit).await;
    listing::all(read, |posted| posted.id).await
}
