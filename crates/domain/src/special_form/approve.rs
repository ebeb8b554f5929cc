//! Approving: a second person at the guarantor fixes the text (Henan manual 3.3).

use super::{SpecialForm, SpecialFormEvent, SpecialFormState, forbidden};
use crate::refusal::Refusal;

/// Approves; `approver` is the fingerprint of the person's certificate.
///
/// # Errors
/// [`Refusal::SpecialFormStateForbids`]; [`Refusal::SecondPersonNeeded`] to whoever drafted it.
pub fn approve(form: &SpecialForm, approver: &str) -> Result<SpecialFormEvent, Refusal> {
    match &form.state {
        SpecialFormState::Drafted { editor } if editor == approver => Err(Refusal::SecondPersonNeeded),
        SpecialFormState::Drafted { .. } => Ok(SpecialFormEvent::Approved),
        SpecialFormState::Requested
        | SpecialFormState::Approved
        | SpecialFormState::Confirmed
        | SpecialFormState::Refused { .. }
        | SpecialFormState::Abandoned => forbidden(),
    }
}
