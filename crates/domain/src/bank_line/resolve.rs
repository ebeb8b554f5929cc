//! What a person does about a line in suspense.

use super::{BankLine, BankLineEvent, BankLineState};
use crate::application::{Application, decline::REASON_LENGTH, honour as application_honour};
use crate::payment::Payment;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Why a line is sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundGround {
    /// It lies in suspense and a person decided so.
    Suspense,
    /// The application it paid for was declined.
    Declined,
}

/// Asks the bank to send the line back.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when the ground does not fit where the line stands: a line that paid for a letter is not sent
/// back from the suspense list; [`Refusal::ReasonMissing`].
pub fn request_refund(line: &BankLine, ground: RefundGround, reason: &str) -> Result<BankLineEvent, Refusal> {
    match (&line.state, ground) {
        (BankLineState::Suspense { .. }, RefundGround::Suspense)
        | (BankLineState::Matched | BankLineState::Honoured { .. }, RefundGround::Declined) => {}
        (
            BankLineState::Received
            | BankLineState::Suspense { .. }
            | BankLineState::Matched
            | BankLineState::Honoured { .. }
            | BankLineState::Refunding
            | BankLineState::Refunded,
            RefundGround::Suspense | RefundGround::Declined,
        ) => return Err(Refusal::BankLineSettled),
    }
    let reason = reason.trim();
    if !REASON_LENGTH.contains(&reason.chars().count()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(BankLineEvent::RefundRequested { reason: reason.to_owned() })
}

/// Records that the bank sent the line back.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when no refund is under way.
pub const fn accept_refund(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Refunding => Ok(BankLineEvent::Refunded),
        BankLineState::Received
        | BankLineState::Suspense { .. }
        | BankLineState::Matched
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}

/// Accepts a line in suspense for the application whose payment it names, when only the time was wrong.
///
/// # Errors
/// [`Refusal::BankLineSettled`], [`Refusal::NotHonourable`] when the payment is another one or amount or payee differ, and
/// what the application's own guard refuses.
pub fn honour(line: &BankLine, payment: &Payment, application: &Application, now: Timestamp) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Suspense { .. } => {
            let fits = line.payment == Some(payment.id)
                && application.payment() == Some(payment.id)
                && payment.amount == line.facts.amount
                && payment.payee.number == line.facts.account;
            if !fits {
                return Err(Refusal::NotHonourable);
            }
        }
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::Refunding
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => return Err(Refusal::BankLineSettled),
    }
    application_honour::check(application, now)?;
    Ok(BankLineEvent::Honoured { application: application.facts.id })
}
