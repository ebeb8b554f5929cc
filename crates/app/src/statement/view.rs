//! A statement with the first of its credits.

use super::{Kept, load};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::StatementId;
use domain::statement::Statement;

/// Credits that are shown.
pub const SHOWN: i64 = 100;

/// The statement, and its first credits with the numbers of their rows.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: StatementId) -> Result<(Statement, Vec<(u64, Kept)>), AppError> {
    let mut reader = world.store.reader();
    let (statement, _) = load(world, &mut reader, caller, Action::DiscardStatement, id).await?;
    let credits = store::statement::credits(&mut reader, id, 0, SHOWN).await?;
    Ok((statement, credits))
}
