//! The institution answers.

use super::{Complaint, ComplaintEvent, ComplaintState, forbidden, words};
use crate::refusal::Refusal;

/// Whether it is asked.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`].
pub const fn check(complaint: &Complaint) -> Result<(), Refusal> {
    match complaint.state {
        ComplaintState::WithInstitution => Ok(()),
        ComplaintState::Filed
        | ComplaintState::NotAccepted { .. }
        | ComplaintState::Accepted
        | ComplaintState::Answered
        | ComplaintState::Decided
        | ComplaintState::Closed
        | ComplaintState::Withdrawn => forbidden(),
    }
}

/// Answers.
///
/// # Errors
/// As [`check`]; [`Refusal::NoteMissing`].
pub fn answer(complaint: &Complaint, text: &str) -> Result<ComplaintEvent, Refusal> {
    check(complaint)?;
    Ok(ComplaintEvent::Answered { answer: words(text)? })
}
