//! Approving (复核): a second person at the guarantor releases an endorsed application for issue.

use super::{Application, ApplicationEvent, forbidden, releasable};
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether there is something to approve, and still time to.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also when nobody has endorsed it; [`Refusal::LotOpened`]; [`Refusal::LotAborted`]; [`Refusal::LotChanged`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    releasable(application, lot, now)?;
    if application.endorsed_by().is_none() { forbidden() } else { Ok(()) }
}

/// Approves; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// As [`check`]; [`Refusal::SecondPersonNeeded`] to whoever endorsed it.
pub fn approve(application: &Application, lot: &KnownLot, by: &str, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    if application.endorsed_by() == Some(by) {
        return Err(Refusal::SecondPersonNeeded);
    }
    Ok(ApplicationEvent::Approved)
}
