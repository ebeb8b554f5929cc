//! Endorsing (初审): the first of two persons at the guarantor finds a releasable application right; a second one approves it.

use super::{Application, ApplicationEvent, forbidden, releasable};
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether there is something to endorse, and still time to.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also when it is endorsed; [`Refusal::LotOpened`]; [`Refusal::LotAborted`]; [`Refusal::LotChanged`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    releasable(application, lot, now)?;
    if application.endorsed_by().is_some() { forbidden() } else { Ok(()) }
}

/// Endorses; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// As [`check`].
pub fn endorse(application: &Application, lot: &KnownLot, by: &str, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    Ok(ApplicationEvent::Endorsed { by: by.to_owned() })
}
