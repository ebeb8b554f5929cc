//! The complainant has it looked at once more: once, and not after its time for that is over, whether the centre has closed it or not.

use super::{Complaint, ComplaintEvent, ComplaintState, forbidden, words};
use crate::refusal::Refusal;
use crate::time::{Date, Timestamp};

/// Whether it may be looked at once more on the day of `now`; `by` is the last on which it may.
///
/// # Errors
/// [`Refusal::ComplaintStateForbids`]; [`Refusal::ComplaintReopened`] for a second time; [`Refusal::ComplaintOver`] when its time is over.
pub fn check(complaint: &Complaint, by: Option<Date>, now: Timestamp) -> Result<(), Refusal> {
    match complaint.state {
        ComplaintState::Decided | ComplaintState::Closed if complaint.reopened.is_some() => Err(Refusal::ComplaintReopened),
        ComplaintState::Decided | ComplaintState::Closed if by.is_none_or(|by| now.date() > by) => Err(Refusal::ComplaintOver),
        ComplaintState::Decided | ComplaintState::Closed => Ok(()),
        ComplaintState::Filed
        | ComplaintState::NotAccepted { .. }
        | ComplaintState::Accepted
        | ComplaintState::WithInstitution
        | ComplaintState::Answered
        | ComplaintState::Withdrawn => forbidden(),
    }
}

/// Has it looked at once more.
///
/// # Errors
/// As [`check`]; [`Refusal::NoteMissing`].
pub fn reopen(complaint: &Complaint, reason: &str, by: Option<Date>, now: Timestamp) -> Result<ComplaintEvent, Refusal> {
    check(complaint, by, now)?;
    Ok(ComplaintEvent::Reopened { reason: words(reason)?, at: now })
}
