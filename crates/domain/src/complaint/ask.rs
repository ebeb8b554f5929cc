//! Putting it to the institution: for the first time, or again with what the answer left open.

use super::{Complaint, ComplaintEvent, ComplaintQuestion, ComplaintState, forbidden, words};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether the centre has it.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`].
pub const fn check(complaint: &Complaint) -> Result<(), Refusal> {
    match complaint.state {
        ComplaintState::Accepted | ComplaintState::Answered => Ok(()),
        ComplaintState::Filed
        | ComplaintState::NotAccepted { .. }
        | ComplaintState::WithInstitution
        | ComplaintState::Decided
        | ComplaintState::Closed
        | ComplaintState::Withdrawn => forbidden(),
    }
}

/// Asks the institution.
///
/// # Errors
/// As [`check`]; [`Refusal::NoteMissing`].
pub fn ask(complaint: &Complaint, question: &str, now: Timestamp) -> Result<ComplaintEvent, Refusal> {
    check(complaint)?;
    Ok(ComplaintEvent::Asked { question: ComplaintQuestion { words: words(question)?, at: now } })
}
