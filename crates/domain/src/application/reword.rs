//! Rewording: a draft whose letter shall have a special form (特殊格式) waits for it, and then uses it or the product's wording.

use super::{Application, ApplicationEvent, forbidden, submit};
use crate::id::SpecialFormId;
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether a special form can be asked for now: exactly when the application could be submitted as it is.
///
/// # Errors
/// As [`submit::check`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    submit::check(application, lot, now)
}

/// Waits for the special form.
///
/// # Errors
/// As [`check`].
pub fn request(application: &Application, lot: &KnownLot, form: SpecialFormId, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now).map(|()| ApplicationEvent::FormRequested { form })
}

/// Whether a special form is waited for.
fn waits(application: &Application) -> Result<(), Refusal> {
    if application.waits_for().is_some() { Ok(()) } else { forbidden() }
}

/// Uses `wording`, the special form that was confirmed, or the product's own when the special form came to nothing.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] when none is waited for.
pub fn reword(application: &Application, wording: &str) -> Result<ApplicationEvent, Refusal> {
    waits(application).map(|()| ApplicationEvent::Reworded { wording: wording.to_owned() })
}
