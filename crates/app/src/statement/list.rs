//! The statements of the caller's institution.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, scope};
use domain::id::StatementId;
use domain::statement::Statement;

/// Statements on one page.
pub const PAGE: i64 = 20;

/// A page of them, newest first, and where the next page begins.
///
/// # Errors
/// [`AppError::NotFound`] to others than an institution's staff.
pub async fn list(world: &World, caller: &Caller, before: Option<StatementId>) -> Result<(Vec<Statement>, Option<StatementId>), AppError> {
    caller.stamp(world, Action::DiscardStatement, Relation::Guarantor, "")?;
    let mut found = store::statement::list(&mut world.store.reader(), &scope(&caller.actor), before, PAGE + 1).await?;
    let full = i64::try_from(found.len()).unwrap_or(0) > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { found.last().map(|statement| statement.facts.id) } else { None };
    Ok((found, next))
}
