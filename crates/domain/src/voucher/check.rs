//! Beginning to look for the money.

use super::{Voucher, VoucherEvent, VoucherState};
use crate::refusal::Refusal;

/// Somebody begins to look; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// [`Refusal::VoucherStateForbids`] when somebody has begun.
pub fn check(voucher: &Voucher, by: &str) -> Result<VoucherEvent, Refusal> {
    match voucher.state {
        VoucherState::Uploaded => Ok(VoucherEvent::Checking { by: by.to_owned() }),
        VoucherState::Checking { .. } | VoucherState::Matched { .. } | VoucherState::NotFound { .. } => Err(Refusal::VoucherStateForbids),
    }
}
