//! Sending money back. From suspense two persons decide it (P10); a declined application's fee goes back with the decision that declined
//! it. What the bank refuses is a person's again, never a dead end (L4).

use super::{BankLine, BankLineEvent, BankLineState};
use crate::application::decline::REASON_LENGTH;
use crate::refusal::Refusal;

/// Why a line is sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundGround {
    /// The application it paid for was declined.
    Declined,
    /// The bank refused it before.
    Again,
}

pub(super) fn words(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if REASON_LENGTH.contains(&reason.chars().count()) { Ok(reason.to_owned()) } else { Err(Refusal::ReasonMissing) }
}

/// Proposes to send a line in suspense back; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when it does not lie in suspense; [`Refusal::ReasonMissing`].
pub fn propose_refund(line: &BankLine, reason: &str, by: &str) -> Result<BankLineEvent, Refusal> {
    match &line.state {
        BankLineState::Suspense { .. } => Ok(BankLineEvent::RefundProposed { reason: words(reason)?, by: by.to_owned() }),
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}

/// What was proposed, to a second person.
fn proposed<'a>(line: &'a BankLine, by: &str) -> Result<&'a str, Refusal> {
    match &line.state {
        BankLineState::RefundProposed { by: proposer, .. } if proposer == by => Err(Refusal::SecondPersonNeeded),
        BankLineState::RefundProposed { reason, .. } => Ok(reason),
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::Suspense { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}

/// A second person agrees: the bank is asked, for the reason that was proposed.
///
/// # Errors
/// [`Refusal::SecondPersonNeeded`] to whoever proposed it; [`Refusal::BankLineSettled`] when nothing is proposed.
pub fn approve_refund(line: &BankLine, by: &str) -> Result<BankLineEvent, Refusal> {
    Ok(BankLineEvent::RefundRequested { reason: proposed(line, by)?.to_owned() })
}

/// Somebody thinks better of it, whoever proposed it: the line lies in suspense again.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when nothing is proposed.
pub fn reject_refund(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    proposed(line, "").map(|_| BankLineEvent::RefundRejected)
}

/// Asks the bank to send the line back.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when the ground does not fit where the line stands: a line that paid for a letter is not sent
/// back from the suspense list; [`Refusal::ReasonMissing`].
pub fn request_refund(line: &BankLine, ground: RefundGround, reason: &str) -> Result<BankLineEvent, Refusal> {
    match (&line.state, ground) {
        (BankLineState::Matched | BankLineState::Honoured { .. }, RefundGround::Declined)
        | (BankLineState::RefundFailed { .. }, RefundGround::Again) => {}
        (
            BankLineState::Received
            | BankLineState::Suspense { .. }
            | BankLineState::Matched
            | BankLineState::Honoured { .. }
            | BankLineState::RefundProposed { .. }
            | BankLineState::Refunding { .. }
            | BankLineState::AsideProposed { .. }
            | BankLineState::Aside { .. }
            | BankLineState::RefundFailed { .. }
            | BankLineState::Refunded,
            RefundGround::Declined | RefundGround::Again,
        ) => return Err(Refusal::BankLineSettled),
    }
    Ok(BankLineEvent::RefundRequested { reason: words(reason)? })
}

/// Records that the line was sent back: by the bank, or otherwise after the bank had refused.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when no refund is under way.
pub const fn accept_refund(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Refunding { .. } | BankLineState::RefundFailed { .. } => Ok(BankLineEvent::Refunded),
        BankLineState::Received
        | BankLineState::Suspense { .. }
        | BankLineState::Matched
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunded
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}

/// Longest reason of a bank's that is kept, in characters.
const BANK_REASON_MAX: usize = 200;

/// Records that the bank refused to send the line back, and why.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when no refund is under way.
pub fn fail_refund(line: &BankLine, reason: &str) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Refunding { .. } => Ok(BankLineEvent::RefundFailed { reason: reason.chars().take(BANK_REASON_MAX).collect() }),
        BankLineState::Received
        | BankLineState::Suspense { .. }
        | BankLineState::Matched
        | BankLineState::RefundProposed { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}
