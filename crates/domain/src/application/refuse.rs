//! Refusing: the institution's own system will not issue. Before payment the application is over; after it the fee goes back.

use super::decline::REASON_LENGTH;
use super::{Application, ApplicationEvent, ApplicationState, Decliner, forbidden};
use crate::refusal::Refusal;

/// Refuses for `reason`, which the applicant will read; that it does so again changes nothing (`None`).
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] before submission, once it is over otherwise, and once the letter is out;
/// [`Refusal::ReasonMissing`].
pub fn refuse(application: &Application, reason: &str) -> Result<Option<ApplicationEvent>, Refusal> {
    match application.state {
        ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => {}
        ApplicationState::Declined { .. } => return Ok(None),
        ApplicationState::Draft { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. } => return forbidden(),
    }
    let reason = reason.trim();
    if !REASON_LENGTH.contains(&reason.chars().count()) {
        return Err(Refusal::ReasonMissing);
    }
    Ok(Some(ApplicationEvent::Declined { reason: reason.to_owned(), by: Decliner::Institution }))
}
