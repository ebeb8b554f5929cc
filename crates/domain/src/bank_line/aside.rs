//! Setting aside (与平台无关): interest, a transfer of the institution's other business. Two persons decide, and the money stays where it is.

use super::refund::words;
use super::{BankLine, BankLineEvent, BankLineState};
use crate::refusal::Refusal;

/// Proposes to set a line in suspense aside; `reason` says what it is, `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// [`Refusal::NamesAnOrder`] when its reference names an order: that money is somebody's; [`Refusal::BankLineSettled`] when it does not lie
/// in suspense; [`Refusal::ReasonMissing`].
pub fn propose_aside(line: &BankLine, reason: &str, by: &str) -> Result<BankLineEvent, Refusal> {
    match &line.state {
        BankLineState::Suspense { .. } if line.payment.is_some() => Err(Refusal::NamesAnOrder),
        BankLineState::Suspense { .. } => Ok(BankLineEvent::AsideProposed { reason: words(reason)?, by: by.to_owned() }),
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}

/// What was proposed, and by whom.
fn proposed(line: &BankLine) -> Result<(&str, &str), Refusal> {
    match &line.state {
        BankLineState::AsideProposed { reason, by, .. } => Ok((reason, by)),
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::Suspense { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => Err(Refusal::BankLineSettled),
    }
}

/// A second person agrees.
///
/// # Errors
/// [`Refusal::SecondPersonNeeded`] to whoever proposed it; [`Refusal::BankLineSettled`] when nothing is proposed.
pub fn set_aside(line: &BankLine, by: &str) -> Result<BankLineEvent, Refusal> {
    match proposed(line)? {
        (_, proposer) if proposer == by => Err(Refusal::SecondPersonNeeded),
        (reason, _) => Ok(BankLineEvent::SetAside { reason: reason.to_owned() }),
    }
}

/// Somebody thinks better of it, whoever proposed it: the line lies in suspense again.
///
/// # Errors
/// [`Refusal::BankLineSettled`] when nothing is proposed.
pub fn reject_aside(line: &BankLine) -> Result<BankLineEvent, Refusal> {
    proposed(line).map(|_| BankLineEvent::AsideRejected)
}
