//! Sending back: the approved text is not what the applicant needs.

use super::{SpecialForm, SpecialFormEvent, confirm, words};
use crate::refusal::Refusal;

/// Asks for another draft.
///
/// # Errors
/// As [`confirm::check`]; [`Refusal::NoteMissing`].
pub fn send_back(form: &SpecialForm, note: &str) -> Result<SpecialFormEvent, Refusal> {
    confirm::check(form)?;
    Ok(SpecialFormEvent::SentBack { note: words(note)? })
}
