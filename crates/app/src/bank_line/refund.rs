//! Sending money back: decided by two persons or by a declined application, carried out by a job that asks the bank until it has an
//! answer; what the bank refuses is a person's again.

use super::instruction::RefundInstruction;
use super::load::load;
use crate::commit::{append, as_seen, commit};
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Relation};
use domain::bank_line::{
    BankLine, BankLineState, LineSource, RefundGround, accept_refund, approve_refund, fail_refund, propose_refund, reject_refund,
    request_refund,
};
use domain::id::{BankLineId, OutboxId};
use partners::bank::BankError;

/// Proposes the refund of a line in suspense, or asks again for what the bank refused.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn refund(world: &World, caller: &Caller, id: BankLineId, reason: &str) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::RefundBankLine, id).await?;
    let event = if matches!(line.state, BankLineState::RefundFailed { .. }) {
        request_refund(&line, RefundGround::Again, reason)?
    } else {
        propose_refund(&line, reason, &caller.actor.certificate)?
    };
    append(world, stamp, line, event).await
}

/// Agrees, as the second person, that a line is sent back.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the line no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: BankLineId, seen: u32) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::ApproveRefund, id).await?;
    let event = approve_refund(&line, &caller.actor.certificate)?;
    as_seen(line.version, seen)?;
    append(world, stamp, line, event).await
}

/// Puts a line back into suspense whose refund was proposed.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when the line no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn reject(world: &World, caller: &Caller, id: BankLineId, seen: u32) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::ApproveRefund, id).await?;
    let event = reject_refund(&line)?;
    as_seen(line.version, seen)?;
    append(world, stamp, line, event).await
}

/// Records that the institution's staff has sent a line back itself: one from a statement, or one that the bank refused to.
///
/// # Errors
/// [`AppError::Refused`] when no refund was decided, and for a line that the bank itself sends back; [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: BankLineId) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::RefundBankLine, id).await?;
    if line.facts.source != LineSource::Statement && !matches!(line.state, BankLineState::RefundFailed { .. }) {
        return Err(Refusal::BankLineSettled.into());
    }
    let event = accept_refund(&line)?;
    append(world, stamp, line, event).await
}

/// Carries out a refund that was decided. Only the bank's explicit answer is final; anything else is asked again, with the same key.
///
/// # Errors
/// [`AppError::Unavailable`] while the outcome is unknown.
pub(crate) async fn send(world: &World, id: OutboxId) -> Result<Ran, AppError> {
    let instruction: Option<RefundInstruction> = store::outbox::load(&mut world.store.reader(), id).await?;
    let instruction = instruction.ok_or_else(|| AppError::Bug("an outbox message is missing".into()))?;
    let refused = match world.bank.refund(&instruction.request, world.now()).await {
        Ok(()) => None,
        Err(BankError::Unknown(text)) => return Err(AppError::Unavailable(text)),
        Err(BankError::Refused(reason)) => Some(reason),
    };
    let stamp = world.system().stamp(world, Action::SendRefund, Relation::Platform, instruction.line)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let line: BankLine = w.load(instruction.line).await?;
            // Sent twice, answered twice: the second answer changes nothing; nor does one to an instruction that was answered before and
            // that another has replaced.
            if !matches!(line.state, BankLineState::Refunding { .. }) || !store::outbox::is_pending(w.tx(), id).await? {
                return Ok(Ran::Done);
            }
            let event = match refused {
                None => accept_refund(&line)?,
                Some(reason) => fail_refund(&line, &reason)?,
            };
            let now = w.now();
            store::outbox::delivered(w.tx(), id, now)?;
            w.append(line, &event)?;
            Ok(Ran::Done)
        })
    })
    .await
}
