//! Sending back: the institution does not issue what was asked for, and says why. It may be asked for again.

use super::{Invoice, InvoiceEvent, issue};
use crate::refusal::Refusal;
use std::ops::RangeInclusive;

/// Characters of the reason.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;

/// Sends it back.
///
/// # Errors
/// As [`issue::check`]; [`Refusal::ReasonMissing`].
pub fn send_back(invoice: &Invoice, reason: &str) -> Result<InvoiceEvent, Refusal> {
    issue::check(invoice)?;
    let reason = reason.trim();
    if !REASON_LENGTH.contains(&reason.chars().count()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(InvoiceEvent::SentBack { reason: reason.to_owned() })
}
