//! Saying who at the centre looks after it.

use super::{Complaint, ComplaintEvent, forbidden};
use crate::party::FullName;
use crate::refusal::Refusal;

/// Whether it is not decided yet.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`].
pub const fn check(complaint: &Complaint) -> Result<(), Refusal> {
    if complaint.state.is_open() { Ok(()) } else { forbidden() }
}

/// Gives it to `handler`.
///
/// # Errors
/// As [`check`].
pub fn assign(complaint: &Complaint, handler: &FullName) -> Result<ComplaintEvent, Refusal> {
    check(complaint)?;
    Ok(ComplaintEvent::Assigned { handler: handler.to_string() })
}
