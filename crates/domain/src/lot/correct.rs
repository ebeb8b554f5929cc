//! Correcting and removing a lot that an applicant typed in (P2): its own organisation's business, until an application for it was signed.

use super::{Lot, LotEvent, LotOrigin};
use crate::application::{Application, ApplicationState};
use crate::id::OrganisationId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether `by` may change the lot, given the applications there are for it.
///
/// # Errors
/// [`Refusal::LotListed`] for one that `by` did not type in; [`Refusal::LotInUse`] once an application for it was submitted, whatever
/// became of it: what was signed says what the lot was.
pub fn check(lot: &Lot, by: OrganisationId, applications: &[Application]) -> Result<(), Refusal> {
    if lot.origin != LotOrigin::EnteredBy(by) {
        return Err(Refusal::LotListed);
    }
    if applications.iter().all(untouched) { Ok(()) } else { Err(Refusal::LotInUse) }
}

/// Whether an application was never submitted.
fn untouched(application: &Application) -> bool {
    match &application.state {
        ApplicationState::Draft { .. } => true,
        ApplicationState::Withdrawn { payment } | ApplicationState::Declined { payment, .. } => payment.is_none(),
        ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Lapsed { .. } => false,
    }
}

/// Corrects it; `None` when nothing changes.
///
/// # Errors
/// As [`check`]; [`Refusal::LotOpened`] for an opening that is past.
pub fn correct(lot: &Lot, to: Lot, by: OrganisationId, applications: &[Application], now: Timestamp) -> Result<Option<LotEvent>, Refusal> {
    check(lot, by, applications)?;
    let kept = Lot { id: lot.id, site: lot.site, origin: lot.origin, progress: lot.progress.clone(), won_by: lot.won_by, ..to };
    let to = Lot { evidence: lot.evidence.clone(), confirmation: lot.confirmation.asked_again(), ..kept };
    to.tendered(now)?;
    Ok((to != *lot).then(|| LotEvent::Corrected { lot: Box::new(to) }))
}

/// Removes it.
///
/// # Errors
/// As [`check`].
pub fn remove(lot: &Lot, by: OrganisationId, applications: &[Application]) -> Result<LotEvent, Refusal> {
    check(lot, by, applications)?;
    Ok(LotEvent::Removed)
}
