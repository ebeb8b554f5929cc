//! The suspense list (待核款项).

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::BankLineId;
pub use store::bank_line::Suspended;

/// A page of the caller's lines that went to suspense.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<BankLineId>) -> Result<Page<Suspended>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::bank_line::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::bank_line::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |row| row.line.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Suspended>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::bank_line::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |row| row.line.facts.id).await
}
