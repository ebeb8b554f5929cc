//! Withdrawing (放弃申请): the applicant gives up before payment.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::refusal::Refusal;

/// Whether withdrawing makes sense: only while nothing has been paid.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`].
pub const fn check(application: &Application) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Draft { .. } | ApplicationState::AwaitingPayment { .. } => Ok(()),
        ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Withdraws.
///
/// # Errors
/// As [`check`].
pub fn withdraw(application: &Application) -> Result<ApplicationEvent, Refusal> {
    check(application)?;
    Ok(ApplicationEvent::Withdrawn)
}
