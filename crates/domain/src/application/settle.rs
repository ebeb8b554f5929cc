//! Settling: a bank line matched reference, amount and payee of the application's payment.

use super::{Application, ApplicationEvent, forbidden};
use crate::payment::Settlement;
use crate::refusal::Refusal;

/// Whether a settlement is awaited.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`].
pub const fn check(application: &Application) -> Result<(), Refusal> {
    if application.due_until().is_some() { Ok(()) } else { forbidden() }
}

/// Settles. The letter follows at once when the product issues automatically, otherwise a person reviews. An institution with its own
/// system reviews there, so that its letter is what is waited for.
///
/// # Errors
/// As [`check`].
pub fn settle(application: &Application, by: Settlement) -> Result<ApplicationEvent, Refusal> {
    check(application)?;
    Ok(ApplicationEvent::Settled { by, automatic: application.facts.automatic || application.facts.own_system })
}
