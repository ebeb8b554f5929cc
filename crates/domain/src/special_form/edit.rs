//! Drafting: the guarantor's staff writes the text. Whether its fields exist is looked at where wordings are known.

use super::{SpecialForm, SpecialFormEvent, SpecialFormState, TEXT_LENGTH, forbidden};
use crate::refusal::Refusal;

/// Whether there is something to draft.
///
/// # Errors
/// [`Refusal::SpecialFormStateForbids`]: once approved, the text is fixed.
pub const fn check(form: &SpecialForm) -> Result<(), Refusal> {
    match form.state {
        SpecialFormState::Requested | SpecialFormState::Drafted { .. } => Ok(()),
        SpecialFormState::Approved | SpecialFormState::Confirmed | SpecialFormState::Refused { .. } | SpecialFormState::Abandoned => {
            forbidden()
        }
    }
}

/// Drafts `text`; `editor` is the fingerprint of the person's certificate.
///
/// # Errors
/// As [`check`]; [`Refusal::TextLength`].
pub fn edit(form: &SpecialForm, text: &str, editor: &str) -> Result<SpecialFormEvent, Refusal> {
    check(form)?;
    if !TEXT_LENGTH.contains(&text.chars().count()) {
        return Err(Refusal::TextLength);
    }
    Ok(SpecialFormEvent::Edited { text: text.to_owned(), editor: editor.to_owned() })
}
