//! Closing by rule: bids are opened or the tender was aborted, and the letter is not out. It would secure nothing; what was paid goes back
//! (F-2).

use super::{Application, ApplicationEvent, ApplicationState, Decliner, forbidden};
use crate::lot::{KnownLot, LotProgress};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether it is closed now.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also while bids may still be handed in.
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::AwaitingPayment { .. } | ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => {
            if lot.tendered(now).is_err() { Ok(()) } else { forbidden() }
        }
        ApplicationState::Draft { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Closes it.
///
/// # Errors
/// As [`check`].
pub fn close(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    let reason = match &lot.progress {
        LotProgress::Aborted { code, .. } => format!("标段已{}", code.label()),
        LotProgress::Announced | LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => {
            "开标时间已到，保函未能出具".to_owned()
        }
    };
    Ok(ApplicationEvent::Declined { reason, by: Decliner::Rule })
}
