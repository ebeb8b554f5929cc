//! Issuing: the letter is signed and stored.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::id::GuaranteeId;
use crate::refusal::Refusal;

/// Whether a letter is being made.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`].
pub const fn check(application: &Application) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Issuing { .. } => Ok(()),
        ApplicationState::Draft
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Records the guarantee that came out.
///
/// # Errors
/// As [`check`].
pub fn issue(application: &Application, guarantee: GuaranteeId) -> Result<ApplicationEvent, Refusal> {
    check(application)?;
    Ok(ApplicationEvent::Issued { guarantee })
}
