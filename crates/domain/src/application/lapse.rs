//! Lapsing (已取消): the payment period ended and nothing came.

use super::{Application, ApplicationEvent, forbidden};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether the payment period is over.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also before the period's end.
pub fn check(application: &Application, now: Timestamp) -> Result<(), Refusal> {
    match application.due_until() {
        Some(until) if now >= until => Ok(()),
        Some(_) | None => forbidden(),
    }
}

/// Lapses.
///
/// # Errors
/// As [`check`].
pub fn lapse(application: &Application, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, now)?;
    Ok(ApplicationEvent::Lapsed)
}
