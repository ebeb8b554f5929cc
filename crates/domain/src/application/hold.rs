//! Holding: the letter of a paid application cannot be issued (the institution was taken down, its exposure is exhausted). A person
//! at the guarantor decides: releases it again, or declines it with the fee going back.

use super::{Application, ApplicationEvent, issue};
use crate::refusal::Refusal;

/// Holds because of `refusal`.
///
/// # Errors
/// As [`issue::check`].
pub fn hold(application: &Application, refusal: Refusal) -> Result<ApplicationEvent, Refusal> {
    issue::check(application)?;
    Ok(ApplicationEvent::Held { refusal: refusal.code().to_owned() })
}
