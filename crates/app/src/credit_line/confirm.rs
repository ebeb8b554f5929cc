//! A second person at the grantor agrees to what was proposed, or does not.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, confirm, reject};
use domain::id::CreditLineId;

/// Agrees to what was `seen`.
///
/// # Errors
/// [`AppError::Refused`] to whoever proposed it; [`AppError::Conflict`] when something else was proposed since; [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: CreditLineId, seen: u32) -> Result<CreditLine, AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::GrantCredit, id).await?;
    let event = confirm::confirm(&drawn.line, &caller.actor.certificate, world.now().date())?;
    as_seen(drawn.line.version, seen)?;
    append(world, stamp, drawn.line, event).await
}

/// Does not agree.
///
/// # Errors
/// As [`confirm`].
pub async fn reject(world: &World, caller: &Caller, id: CreditLineId, seen: u32) -> Result<CreditLine, AppError> {
    let (drawn, stamp) = load(world, &mut world.store.reader(), caller, Action::GrantCredit, id).await?;
    let event = reject::reject(&drawn.line, &caller.actor.certificate, world.now().date())?;
    as_seen(drawn.line.version, seen)?;
    append(world, stamp, drawn.line, event).await
}
