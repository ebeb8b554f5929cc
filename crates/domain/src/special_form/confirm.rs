//! Confirming: the applicant takes the approved text for its letter.

use super::{SpecialForm, SpecialFormEvent, SpecialFormState, forbidden};
use crate::refusal::Refusal;

/// Whether there is an approved text.
///
/// # Errors
/// [`Refusal::SpecialFormStateForbids`].
pub const fn check(form: &SpecialForm) -> Result<(), Refusal> {
    match form.state {
        SpecialFormState::Approved => Ok(()),
        SpecialFormState::Requested
        | SpecialFormState::Drafted { .. }
        | SpecialFormState::Confirmed
        | SpecialFormState::Refused { .. }
        | SpecialFormState::Abandoned => forbidden(),
    }
}

/// Confirms.
///
/// # Errors
/// As [`check`].
pub fn confirm(form: &SpecialForm) -> Result<SpecialFormEvent, Refusal> {
    check(form).map(|()| SpecialFormEvent::Confirmed)
}
