//! The statements of the caller's institution.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, scope};
use domain::id::StatementId;
use domain::statement::Statement;

/// A page of them.
///
/// # Errors
/// [`AppError::NotFound`] to others than an institution's staff.
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<StatementId>) -> Result<Page<Statement>, AppError> {
    caller.stamp(world, Action::DiscardStatement, Relation::Guarantor, "")?;
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::statement::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::statement::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |statement| statement.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::NotFound`] to others than an institution's staff.
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Statement>, AppError> {
    caller.stamp(world, Action::DiscardStatement, Relation::Guarantor, "")?;
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::statement::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |statement| statement.facts.id).await
}
