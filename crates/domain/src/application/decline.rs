//! Declining (审核退回): the guarantor's staff refuses a paid application; the fee is owed back.

use super::{Application, ApplicationEvent, ApplicationState, Decliner, forbidden};
use crate::refusal::Refusal;

/// Whether there is something to decline.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`].
pub const fn check(application: &Application) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::UnderReview { .. } => Ok(()),
        ApplicationState::Draft { .. }
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Characters a reason may have.
pub const REASON_LENGTH: std::ops::RangeInclusive<usize> = 2..=200;

/// Declines for `reason`, which the applicant will read.
///
/// # Errors
/// As [`check`]; [`Refusal::ReasonMissing`] outside [`REASON_LENGTH`].
pub fn decline(application: &Application, reason: &str) -> Result<ApplicationEvent, Refusal> {
    check(application)?;
    let reason = reason.trim();
    if !REASON_LENGTH.contains(&reason.chars().count()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(ApplicationEvent::Declined { reason: reason.to_owned(), by: Decliner::Staff })
}
