//! Naming the payment that a line in suspense is for, by a voucher of its transfer: one person does, another honours (`honour`).

use super::{BankLine, BankLineEvent, BankLineState};
use crate::id::PaymentId;

/// Names it; `by` is the fingerprint of the person's certificate. `None` when there is nothing to name: it is dealt with, or known to be
/// another's.
#[must_use]
pub fn identify(line: &BankLine, payment: PaymentId, by: &str) -> Option<BankLineEvent> {
    let free = line.payment.is_none_or(|known| known == payment);
    match line.state {
        BankLineState::Suspense { .. } if free => Some(BankLineEvent::Identified { payment, by: by.to_owned() }),
        BankLineState::Suspense { .. }
        | BankLineState::Received
        | BankLineState::Matched
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded
        | BankLineState::AsideProposed { .. }
        | BankLineState::Aside { .. }
        | BankLineState::Honoured { .. } => None,
    }
}
