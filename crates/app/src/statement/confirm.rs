//! Holding a statement against the bank's balances, as the second person.

use super::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::StatementId;
use domain::statement::{Balances, Statement, confirm as decide};

/// Confirms; the credits are recorded by a job from then on.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: StatementId, told: Option<Balances>) -> Result<Statement, AppError> {
    let (statement, stamp) = load(world, &mut world.store.reader(), caller, Action::ConfirmStatement, id).await?;
    let event = decide(&statement, &caller.actor.certificate, told)?;
    append(world, stamp, statement, event).await
}
