use super::{BankLine, BankLineEvent, BankLineState, SuspenseReason};
use crate::application::{Application, honour as application_honour};
use crate::lot::KnownLot;
use crate::payment::Payment;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Accepts a line in suspense for the application whose payment it names, when only the time was wrong.
///
/// # Errors
/// [`Refusal::BankLineSettled`], [`Refusal::NotHonourable`] when the payment is another one or amount or payee differ, and
/// what the application's own guard refuses.
pub fn honour(
    line: &BankLine,
    payment: &Payment,
    application: &Application,
    lot: &KnownLot,
    now: Timestamp,
) -> Result<BankLineEvent, Refusal> {
    match line.state {
        BankLineState::Suspense { reason } => {
            let late = matches!(reason, SuspenseReason::PaymentClosed | SuspenseReason::NotTakenUp);
            let fits = late
                && line.payment == Some(payment.id)
                && application.payment() == Some(payment.id)
                && payment.amount == line.facts.amount
                && payment.payee.number == line.facts.account;
            if !fits {
                return Err(Refusal::NotHonourable);
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
    application_honour::check(application, lot, now)?;
    Ok(BankLineEvent::Honoured { application: application.facts.id, in_time: None })
}
