//! Refusing: the guarantor does not issue such a text.

use super::{SpecialForm, SpecialFormEvent, edit, words};
use crate::refusal::Refusal;

/// Refuses for `reason`.
///
/// # Errors
/// As [`edit::check`]; [`Refusal::NoteMissing`].
pub fn refuse(form: &SpecialForm, reason: &str) -> Result<SpecialFormEvent, Refusal> {
    edit::check(form)?;
    Ok(SpecialFormEvent::Refused { reason: words(reason)? })
}
