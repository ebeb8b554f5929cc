//! Holding: the letter of a paid application cannot be issued (the institution was taken down, its exposure is exhausted). A person
//! at the guarantor decides: releases it again, or declines it with the fee going back.

use super::{Application, ApplicationEvent, ApplicationState, forbidden};
use crate::refusal::Refusal;

/// Whether a letter is being made.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`].
pub const fn check(application: &Application) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Issuing { .. } => Ok(()),
        ApplicationState::Draft { .. }
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

/// Holds because of `refusal`.
///
/// # Errors
/// As [`check`].
pub fn hold(application: &Application, refusal: Refusal) -> Result<ApplicationEvent, Refusal> {
    check(application)?;
    Ok(ApplicationEvent::Held { refusal: refusal.code().to_owned() })
}
