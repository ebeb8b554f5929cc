//! Describing: the applicant names its representative, chooses a wording where there is a choice, and says whether it wants English
//! beside, while the application is a draft.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::party::Representative;
use crate::refusal::Refusal;

/// Whether describing makes sense now.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] once submitted.
pub const fn check(application: &Application) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Draft { .. } => Ok(()),
        ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Names the representative; a `wording` replaces that of the letter.
///
/// # Errors
/// As [`check`].
pub fn describe(
    application: &Application,
    representative: Representative,
    english: bool,
    wording: Option<String>,
) -> Result<ApplicationEvent, Refusal> {
    check(application)?;
    Ok(ApplicationEvent::Described { representative, english, wording })
}
