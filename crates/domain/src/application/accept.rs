//! Accepting: the institution's own system says that it will issue.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::refusal::Refusal;

/// Accepts; that it does so again changes nothing (`None`).
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] before submission and once it is over.
pub const fn accept(application: &Application) -> Result<Option<ApplicationEvent>, Refusal> {
    match application.state {
        ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => {
            Ok(if application.accepted { None } else { Some(ApplicationEvent::Accepted) })
        }
        ApplicationState::Issued { .. } => Ok(None),
        ApplicationState::Draft { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}
