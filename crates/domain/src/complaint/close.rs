//! It is over: by the centre's word once it is decided, or by itself when the complainant's time for more is ([`super::tend`]).

use super::{Complaint, ComplaintEvent, ComplaintState, forbidden};
use crate::refusal::Refusal;

/// Closes it.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`].
pub const fn close(complaint: &Complaint) -> Result<ComplaintEvent, Refusal> {
    match complaint.state {
        ComplaintState::Decided => Ok(ComplaintEvent::Closed),
        ComplaintState::Filed
        | ComplaintState::NotAccepted { .. }
        | ComplaintState::Accepted
        | ComplaintState::WithInstitution
        | ComplaintState::Answered
        | ComplaintState::Closed
        | ComplaintState::Withdrawn => forbidden(),
    }
}
