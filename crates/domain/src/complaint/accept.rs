//! The centre takes it.

use super::{Complaint, ComplaintEvent, ComplaintState, forbidden};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether the centre has not yet said whether it takes it.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`].
pub const fn check(complaint: &Complaint) -> Result<(), Refusal> {
    match complaint.state {
        ComplaintState::Filed => Ok(()),
        ComplaintState::NotAccepted { .. }
        | ComplaintState::Accepted
        | ComplaintState::WithInstitution
        | ComplaintState::Answered
        | ComplaintState::Decided
        | ComplaintState::Closed
        | ComplaintState::Withdrawn => forbidden(),
    }
}

/// Takes it.
///
/// # Errors
/// As [`check`].
pub fn accept(complaint: &Complaint, now: Timestamp) -> Result<ComplaintEvent, Refusal> {
    check(complaint)?;
    Ok(ComplaintEvent::Accepted { at: now })
}
