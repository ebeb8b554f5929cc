//! Saying which credit a voucher shows. It settles nothing: a credit in suspense is named as the order's, and waits for a second person
//! (`domain::bank_line::honour`).

use super::{Voucher, VoucherEvent, open};
use crate::bank_line::{BankLine, BankLineState};
use crate::refusal::Refusal;

/// It shows this line; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// [`Refusal::VoucherStateForbids`] when that is decided already; [`Refusal::VoucherLineDiffers`] for a line on another's account, one that is
/// somebody else's, and one that is dealt with otherwise.
pub fn find(voucher: &Voucher, line: &BankLine, by: &str) -> Result<VoucherEvent, Refusal> {
    open(voucher)?;
    let facts = &voucher.facts;
    let free = match line.state {
        BankLineState::Suspense { .. } => line.may_be_of(facts.payment),
        // It has paid for the order meanwhile, or is dealt with as the order's.
        BankLineState::Matched
        | BankLineState::Honoured { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::Refunding { .. }
        | BankLineState::RefundFailed { .. }
        | BankLineState::Refunded => line.payment == Some(facts.payment),
        BankLineState::Received | BankLineState::AsideProposed { .. } | BankLineState::Aside { .. } => false,
    };
    if free && line.facts.institution == Some(facts.institution) {
        Ok(VoucherEvent::Found { line: line.facts.id, by: by.to_owned() })
    } else {
        Err(Refusal::VoucherLineDiffers)
    }
}
