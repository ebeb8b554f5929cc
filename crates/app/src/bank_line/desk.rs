//! The operator's desk: money on accounts that belong to no institution. Who pays with which remark is the operator's alone to see (HR-10).

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::bank_line::BankLine;
use domain::id::RequestId;

/// Lines that are shown: those that wait for somebody, the oldest first.
const SHOWN: i64 = 200;

/// The operator as the caller of use cases; `name` as the operator's port has proved it.
#[must_use]
pub fn operator(world: &World, name: &str) -> Caller {
    Caller { actor: Actor::operator(name), request: world.id(RequestId::new) }
}

/// What waits for the operator.
///
/// # Errors
/// [`AppError::NotFound`] to anybody else.
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<BankLine>, AppError> {
    caller.stamp(world, Action::ViewSuspense, Relation::Platform, "")?;
    Ok(store::bank_line::list_of_nobody(&mut world.store.reader(), SHOWN).await?)
}
