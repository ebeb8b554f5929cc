//! Issuing: the letter is signed and stored. Never after bid opening: it would secure nothing (F-2).

use super::{Application, ApplicationEvent, hold};
use crate::id::GuaranteeId;
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether a letter is being made, and still in time.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`]; [`Refusal::LotOpened`]; [`Refusal::LotAborted`]; [`Refusal::LotChanged`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    hold::check(application)?;
    lot.tendered(now)?;
    lot.fits(application.signed())
}

/// Records the guarantee that came out.
///
/// # Errors
/// As [`check`].
pub fn issue(application: &Application, lot: &KnownLot, guarantee: GuaranteeId, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    Ok(ApplicationEvent::Issued { guarantee })
}
