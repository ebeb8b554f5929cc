//! The centre does not take it, and says why.

use super::{Complaint, ComplaintEvent, accept, words};
use crate::refusal::Refusal;

/// Does not take it.
///
/// # Errors
/// As [`accept::check`]; [`Refusal::NoteMissing`].
pub fn refuse(complaint: &Complaint, reason: &str) -> Result<ComplaintEvent, Refusal> {
    accept::check(complaint)?;
    Ok(ComplaintEvent::Refused { reason: words(reason)? })
}
