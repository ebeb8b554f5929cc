//! The complainant gives it up, as long as it is not decided.

use super::{Complaint, ComplaintEvent, forbidden};
use crate::refusal::Refusal;

/// Gives it up.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`].
pub const fn withdraw(complaint: &Complaint) -> Result<ComplaintEvent, Refusal> {
    if complaint.state.is_open() { Ok(ComplaintEvent::Withdrawn) } else { forbidden() }
}
