//! Naming the payment that a line in suspense is for, by a voucher of its transfer: one person does, another honours (`honour`).

use super::{BankLine, BankLineEvent, BankLineState, SuspenseReason};
use crate::id::PaymentId;

impl BankLine {
    /// Whether the line lies in suspense and may be the payment's: it names no other by its reference. What a person named by a voucher may
    /// be named anew until a second person has agreed.
    #[must_use]
    pub fn may_be_of(&self, payment: PaymentId) -> bool {
        match self.state {
            BankLineState::Suspense { reason } => {
                let by_a_person = reason == SuspenseReason::UnknownReference && self.identified_by.is_some();
                by_a_person || self.payment.is_none_or(|known| known == payment)
            }
            BankLineState::Received
            | BankLineState::Matched
            | BankLineState::RefundProposed { .. }
            | BankLineState::Refunding { .. }
            | BankLineState::RefundFailed { .. }
            | BankLineState::Refunded
            | BankLineState::AsideProposed { .. }
            | BankLineState::Aside { .. }
            | BankLineState::Honoured { .. } => false,
        }
    }
}

/// Names it; `by` is the fingerprint of the person's certificate. `None` when there is nothing to name: it is dealt with, or known to be
/// another's.
#[must_use]
pub fn identify(line: &BankLine, payment: PaymentId, by: &str) -> Option<BankLineEvent> {
    line.may_be_of(payment).then(|| BankLineEvent::Identified { payment, by: by.to_owned() })
}
