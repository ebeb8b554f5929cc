//! Sending money back: ordered by two persons or by a declined application, carried out by a job that asks the bank until it has an
//! answer; what the bank refuses is a person's again.

use super::relation;
use crate::error::AppError;
use crate::job::SEND_REFUND;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::bank_line::{
    BankLine, BankLineEvent, BankLineState, LineSource, RefundGround, accept_refund, approve_refund, fail_refund, propose_refund,
    reject_refund, request_refund,
};
use domain::id::{BankLineId, JobId, OutboxId};
use domain::time::Timestamp;
use partners::bank::BankError;
use partners::bank::wire::RefundOrder;
use serde::{Deserialize, Serialize};
use store::job::{Lane, NewJob};
use store::{Stamp, StoreError, Tx};

/// The outbox message: which line, and the order as the bank gets it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Message {
    line: BankLineId,
    order: RefundOrder,
}

/// A refund about to be written.
pub(crate) struct Order {
    event: BankLineEvent,
    message: Message,
    id: OutboxId,
    job: JobId,
    now: Timestamp,
}

/// Prepares the refund of `line`.
pub(crate) fn order(world: &World, line: &BankLine, ground: RefundGround, reason: &str) -> Result<Order, AppError> {
    Ok(prepared(world, line, request_refund(line, ground, reason)?, reason))
}

fn prepared(world: &World, line: &BankLine, event: BankLineEvent, reason: &str) -> Order {
    let id = world.id(OutboxId::new);
    let order = RefundOrder { order_id: id.to_string(), line_id: line.facts.bank_reference.clone(), reason: reason.trim().to_owned() };
    Order { event, message: Message { line: line.facts.id, order }, id, job: world.id(JobId::new), now: world.now() }
}

impl Order {
    /// Writes event, message and job.
    pub(crate) fn write(self, tx: &mut Tx, stamp: &Stamp, line: BankLine) -> Result<BankLine, StoreError> {
        // The bank behind a statement cannot be asked: the institution's staff sends the money back and says so.
        if line.facts.source == LineSource::Bank {
            store::outbox::create(tx, self.id, "bank.refund", &self.message, self.now)?;
            let job = NewJob { id: self.job, kind: SEND_REFUND, payload: self.id.to_string(), run_at: self.now, lane: Lane::Work };
            store::job::enqueue(tx, job)?;
        }
        store::bank_line::append(tx, stamp, line, &self.event)
    }
}

/// Proposes the refund of a line in suspense, or orders again what the bank refused. A line of nobody's account is the centre's, which
/// orders at once.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn refund(world: &World, caller: &Caller, id: BankLineId, reason: &str) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::RefundBankLine, id).await?;
    match (&line.state, line.facts.institution) {
        (BankLineState::RefundFailed { .. }, _) => ordered(world, stamp, order(world, &line, RefundGround::Again, reason)?, line).await,
        (_, None) => ordered(world, stamp, order(world, &line, RefundGround::Suspense, reason)?, line).await,
        (_, Some(_)) => {
            let event = propose_refund(&line, reason, &caller.actor.certificate)?;
            append(world, stamp, line, event).await
        }
    }
}

/// Agrees, as the second person, that a line is sent back.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: BankLineId) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::ApproveRefund, id).await?;
    let (event, reason) = approve_refund(&line, &caller.actor.certificate)?;
    ordered(world, stamp, prepared(world, &line, event, &reason), line).await
}

/// Puts a line back into suspense whose refund was proposed.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn reject(world: &World, caller: &Caller, id: BankLineId) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::ApproveRefund, id).await?;
    let event = reject_refund(&line)?;
    append(world, stamp, line, event).await
}

async fn load(world: &World, caller: &Caller, action: Action, id: BankLineId) -> Result<(BankLine, Stamp), AppError> {
    let line = store::bank_line::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(action, relation(&caller.actor, &line), world.now())?;
    Ok((line, stamp))
}

async fn append(world: &World, stamp: Stamp, line: BankLine, event: BankLineEvent) -> Result<BankLine, AppError> {
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &line.facts.id.to_string())?;
                Ok(store::bank_line::append(tx, &stamp, line, &event)?)
            })
        })
        .await
}

async fn ordered(world: &World, stamp: Stamp, order: Order, line: BankLine) -> Result<BankLine, AppError> {
    let id = line.facts.id;
    let line = world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                Ok(order.write(tx, &stamp, line)?)
            })
        })
        .await?;
    world.jobs.notify_one();
    Ok(line)
}

/// Records that the institution's staff has sent a line back itself: one from a statement, or one that the bank refused to.
///
/// # Errors
/// [`AppError::Refused`] when no refund was ordered, and for a line that the bank itself sends back; [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: BankLineId) -> Result<BankLine, AppError> {
    let (line, stamp) = load(world, caller, Action::RefundBankLine, id).await?;
    if line.facts.source != LineSource::Statement && !matches!(line.state, BankLineState::RefundFailed { .. }) {
        return Err(Refusal::BankLineSettled.into());
    }
    let event = accept_refund(&line)?;
    append(world, stamp, line, event).await
}

/// Carries out an ordered refund. Only the bank's explicit answer is final; anything else is asked again, with the same key.
///
/// # Errors
/// [`AppError::Unavailable`] while the outcome is unknown.
pub async fn send(world: &World, id: OutboxId) -> Result<(), AppError> {
    let message: Option<Message> = store::outbox::load(&mut world.store.reader(), id).await?;
    let message = message.ok_or_else(|| AppError::Bug("an outbox message is missing".into()))?;
    let refused = match world.bank.refund(&message.order, world.now()).await {
        Ok(()) => None,
        Err(BankError::Unknown(text)) => return Err(AppError::Unavailable(text)),
        Err(BankError::Refused(reason)) => Some(reason),
    };
    let now = world.now();
    let system = world.system();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let line = store::bank_line::load(tx, message.line).await?.ok_or_else(|| AppError::Bug("a bank line is missing".into()))?;
                // Sent twice, answered twice: the second answer changes nothing; nor does one to an order that another has replaced.
                if line.state != BankLineState::Refunding {
                    return Ok(());
                }
                let event = match refused {
                    None => accept_refund(&line)?,
                    Some(reason) => fail_refund(&line, &reason)?,
                };
                let stamp = system.stamp(Action::MatchBankLine, relation(&system.actor, &line), now)?;
                store::outbox::delivered(tx, id, now)?;
                store::event::audit(tx, &stamp, &message.line.to_string())?;
                store::bank_line::append(tx, &stamp, line, &event)?;
                Ok(())
            })
        })
        .await
}
