//! The centre decides. Against an institution that was not asked nothing is decided; one that was asked and lets its last day pass is not
//! waited for.

use super::{Complaint, ComplaintDecision, ComplaintEvent, ComplaintOutcome, ComplaintState, forbidden, words};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether it can be decided; `late` says whether the last day of the step it is at is over.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`]; [`Refusal::ComplaintUnanswered`] while the institution has time to answer.
pub const fn check(complaint: &Complaint, late: bool) -> Result<(), Refusal> {
    match complaint.state {
        ComplaintState::Accepted | ComplaintState::Answered => Ok(()),
        ComplaintState::WithInstitution if late => Ok(()),
        ComplaintState::WithInstitution => Err(Refusal::ComplaintUnanswered),
        ComplaintState::Filed
        | ComplaintState::NotAccepted { .. }
        | ComplaintState::Decided
        | ComplaintState::Closed
        | ComplaintState::Withdrawn => forbidden(),
    }
}

/// Decides.
///
/// # Errors
/// As [`check`]; [`Refusal::ComplaintUnheard`] for a decision against an institution that was not asked; [`Refusal::NoteMissing`].
pub fn decide(complaint: &Complaint, outcome: ComplaintOutcome, text: &str, late: bool, now: Timestamp) -> Result<ComplaintEvent, Refusal> {
    check(complaint, late)?;
    if outcome != ComplaintOutcome::Rejected && !complaint.is_heard() {
        return Err(Refusal::ComplaintUnheard);
    }
    Ok(ComplaintEvent::Decided { decision: ComplaintDecision { outcome, words: words(text)?, at: now } })
}
