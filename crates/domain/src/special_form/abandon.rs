//! Giving it up: the applicant goes on with the product's wording.

use super::{SpecialForm, SpecialFormEvent, forbidden};
use crate::refusal::Refusal;

/// Gives it up.
///
/// # Errors
/// [`Refusal::SpecialFormStateForbids`] when nothing is open.
pub const fn abandon(form: &SpecialForm) -> Result<SpecialFormEvent, Refusal> {
    if form.state.is_open() { Ok(SpecialFormEvent::Abandoned) } else { forbidden() }
}
