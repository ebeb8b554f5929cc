use super::{BankLine, BankLineEvent, BankLineState, SuspenseReason};
use crate::application::{Application, honour as application_honour, settle};
use crate::lot::KnownLot;
use crate::payment::{Payment, PaymentState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Accepts a line in suspense for the application whose payment it names, when only the time was wrong; or the one that another person named
/// by a voucher, when only reference or payer were. `by` is the fingerprint of the person's certificate. The amount is never wrong, nor the
/// account.
///
/// # Errors
/// [`Refusal::BankLineSettled`]; [`Refusal::SecondPersonNeeded`] to whoever named the payment; [`Refusal::NotHonourable`] when the payment is
/// another one or amount or payee differ, and what the application's own guard refuses.
pub fn honour(
    line: &BankLine,
    payment: &Payment,
    application: &Application,
    lot: &KnownLot,
    by: &str,
    now: Timestamp,
) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Suspense { reason } => {
            let named = line.identified_by.as_deref();
            let fits = (is_late(reason) || named.is_some() && is_unclear(reason))
                && line.payment == Some(payment.id)
                && application.payment() == Some(payment.id)
                && payment.amount == line.facts.amount
                && payment.payee.number == line.facts.account;
            if !fits {
                return Err(Refusal::NotHonourable);
            }
            if named == Some(by) {
                return Err(Refusal::SecondPersonNeeded);
            }
        }
        BankLineState::Received
        | BankLineState::Matched
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::Honoured { .. } => return Err(Refusal::BankLineSettled),
    }
    // The order still waits for it: it is paid, as it would have been by the right reference.
    if let PaymentState::Due { until } = payment.state
        && line.came_by(until)
        && settle::check(application).is_ok()
    {
        return Ok(BankLineEvent::Matched { payment: payment.id });
    }
    application_honour::check(application, lot, now)?;
    Ok(BankLineEvent::Honoured { application: application.facts.id, in_time: None })
}

/// Whether only the time was wrong.
const fn is_late(reason: SuspenseReason) -> bool {
    matches!(reason, SuspenseReason::PaymentClosed | SuspenseReason::NotTakenUp)
}

/// Whether only reference or payer were, which a person can tell from a voucher.
const fn is_unclear(reason: SuspenseReason) -> bool {
    matches!(reason, SuspenseReason::UnknownReference | SuspenseReason::PayerMissing | SuspenseReason::PayerDiffers)
}
