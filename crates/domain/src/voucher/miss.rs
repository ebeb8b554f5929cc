//! Saying that no credit has come that a voucher shows.

use super::{Voucher, VoucherEvent, open};
use crate::application::decline::REASON_LENGTH;
use crate::refusal::Refusal;

/// It shows none; `reason` is told to the applicant.
///
/// # Errors
/// [`Refusal::VoucherStateForbids`] when that is decided already; [`Refusal::ReasonMissing`].
pub fn miss(voucher: &Voucher, reason: &str) -> Result<VoucherEvent, Refusal> {
    open(voucher)?;
    let reason = reason.trim();
    if REASON_LENGTH.contains(&reason.chars().count()) {
        Ok(VoucherEvent::Missed { reason: reason.to_owned() })
    } else {
        Err(Refusal::ReasonMissing)
    }
}
