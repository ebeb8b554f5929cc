//! Setting a line aside that is nothing of the platform's: proposed by one person, decided by another. No money moves.

use super::load::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::bank_line::{BankLine, propose_aside, reject_aside, set_aside};
use domain::id::BankLineId;

/// Proposes it; `reason` says what the money is.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn propose(world: &World, caller: &Caller, id: BankLineId, reason: &str) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::ProposeAside, id).await?;
    let event = propose_aside(&line, reason, &caller.actor.certificate)?;
    append(world, stamp, line, event).await
}

/// Agrees, as the second person.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the line no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: BankLineId, seen: u32) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::SetAside, id).await?;
    let event = set_aside(&line, &caller.actor.certificate)?;
    as_seen(line.version, seen)?;
    append(world, stamp, line, event).await
}

/// Puts the line back into suspense.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the line no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn reject(world: &World, caller: &Caller, id: BankLineId, seen: u32) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::SetAside, id).await?;
    let event = reject_aside(&line)?;
    as_seen(line.version, seen)?;
    append(world, stamp, line, event).await
}
