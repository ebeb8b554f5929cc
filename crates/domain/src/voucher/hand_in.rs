//! Handing a voucher in (上传转账凭证).

use super::{VOUCHERS_MAX, Voucher, VoucherEvent, VoucherFacts};
use crate::application::{Application, ApplicationState};
use crate::payment::{Payment, PaymentState};
use crate::product::PaymentStyle;
use crate::refusal::Refusal;

/// Whether one can be handed in beside those there are `before`: while the fee is awaited, or once the order ended unpaid, as the money may
/// have come.
///
/// # Errors
/// [`Refusal::VoucherNotNeeded`] for what is paid, was never due, or is paid at a cashier; [`Refusal::VoucherUnderWay`] while one is looked
/// at; [`Refusal::VouchersTooMany`].
pub fn check(application: &Application, payment: &Payment, before: &[Voucher]) -> Result<(), Refusal> {
    let waits = match application.state {
        ApplicationState::AwaitingPayment { .. } | ApplicationState::Lapsed { .. } | ApplicationState::Withdrawn { payment: Some(_) } => {
            true
        }
        ApplicationState::Draft { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { payment: None }
        | ApplicationState::Declined { .. } => false,
    };
    let unpaid = match payment.state {
        PaymentState::Due { .. } | PaymentState::Closed => true,
        PaymentState::Settled { .. } => false,
    };
    if !waits || !unpaid || payment.style != PaymentStyle::Transfer {
        Err(Refusal::VoucherNotNeeded)
    } else if before.iter().any(|known| known.state.is_open()) {
        Err(Refusal::VoucherUnderWay)
    } else if before.len() >= VOUCHERS_MAX {
        Err(Refusal::VouchersTooMany)
    } else {
        Ok(())
    }
}

/// Hands it in.
///
/// # Errors
/// As [`check`].
pub fn hand_in(application: &Application, payment: &Payment, before: &[Voucher], facts: VoucherFacts) -> Result<VoucherEvent, Refusal> {
    check(application, payment, before)?;
    Ok(VoucherEvent::HandedIn { facts: Box::new(facts) })
}
