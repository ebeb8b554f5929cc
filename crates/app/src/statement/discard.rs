//! Laying a statement aside that nobody has confirmed.

use super::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::StatementId;
use domain::statement::{Statement, discard as decide};

/// Lays it aside.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn discard(world: &World, caller: &Caller, id: StatementId) -> Result<Statement, AppError> {
    let (statement, stamp) = load(world, &mut world.store.reader(), caller, Action::DiscardStatement, id).await?;
    let event = decide(&statement)?;
    append(world, stamp, statement, event).await
}
