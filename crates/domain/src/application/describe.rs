//! Describing: the applicant names its representative, chooses a wording where there is a choice, and says whether it wants English
//! beside, while the application is a draft.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::lot::KnownLot;
use crate::party::Representative;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether describing makes sense now.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] once submitted; [`Refusal::LotOpened`] or [`Refusal::LotAborted`] when nothing can come of it.
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Draft { .. } => lot.tendered(now),
        ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Names the representative; a `wording` replaces that of the letter. `by` is what the session is known by of who prepared it.
///
/// # Errors
/// As [`check`].
pub fn describe(
    application: &Application,
    lot: &KnownLot,
    now: Timestamp,
    representative: Representative,
    english: bool,
    wording: Option<String>,
    by: String,
) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    Ok(ApplicationEvent::Described { representative, english, wording, by })
}
