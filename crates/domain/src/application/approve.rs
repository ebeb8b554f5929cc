//! Approving: the guarantor's staff releases a reviewed application for issue.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether there is something to approve, and still time to.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`]; [`Refusal::LotOpened`]: a letter after bid opening secures nothing.
pub fn check(application: &Application, now: Timestamp) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::UnderReview { .. } if application.is_lot_opened(now) => Err(Refusal::LotOpened),
        ApplicationState::UnderReview { .. } => Ok(()),
        ApplicationState::Draft
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Approves.
///
/// # Errors
/// As [`check`].
pub fn approve(application: &Application, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, now)?;
    Ok(ApplicationEvent::Approved)
}
