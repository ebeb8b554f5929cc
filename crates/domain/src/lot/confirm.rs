//! What applicants type in, on a site whose centre confirms it (增加项目须经核实): it is drafted for and not submitted before the centre lists
//! the lot. The centre confirms by listing it: what is announced is announced to all, so that nobody learns of it who bids, or how many do
//! (HR-10). What the centre does not find right goes back to whoever typed it in, with the reason.

use super::evidence::{Confirmation, Evidence};
use super::{Lot, LotEvent, LotOrigin};
use crate::id::{LotId, OrganisationId};
use crate::refusal::Refusal;
use crate::text::lines;
use std::ops::RangeInclusive;

/// Characters of a reason.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;
impl Lot {
    /// The lot as its centre lists it once it has confirmed what was typed in: nothing tells who did.
    ///
    /// # Errors
    /// [`Refusal::LotNotPending`] for one that does not wait for its centre.
    pub fn confirmed(&self, id: LotId) -> Result<Self, Refusal> {
        self.pending()?;
        Ok(self.facts(id))
    }

    /// What a centre says of a lot and whoever typed it in does not: two that agree in it are one lot to the centre.
    #[must_use]
    pub fn facts(&self, id: LotId) -> Self {
        Self { id, origin: LotOrigin::Feed, evidence: Evidence::default(), confirmation: Confirmation::Unasked, ..self.clone() }
    }

    /// Whether its centre has to look at it: it is asked, and there is something to look at.
    ///
    /// # Errors
    /// [`Refusal::LotNotPending`].
    pub fn pending(&self) -> Result<(), Refusal> {
        match self.confirmation {
            Confirmation::Pending if self.evidence.is_empty() => Err(Refusal::LotNotPending),
            Confirmation::Pending => Ok(()),
            Confirmation::Unasked | Confirmation::Refused { .. } => Err(Refusal::LotNotPending),
        }
    }
}

/// Its organisation, `by`, hands in where it stands that it is tendered.
///
/// # Errors
/// [`Refusal::LotListed`] for one that `by` did not type in; [`Refusal::EvidenceMissing`] when there is nothing.
pub fn show(lot: &Lot, by: OrganisationId, evidence: Evidence) -> Result<LotEvent, Refusal> {
    if lot.origin != LotOrigin::EnteredBy(by) {
        return Err(Refusal::LotListed);
    }
    if evidence.is_empty() { Err(Refusal::EvidenceMissing) } else { Ok(LotEvent::Evidenced { evidence }) }
}

/// The centre does not find it right.
///
/// # Errors
/// [`Refusal::LotNotPending`] for one that does not wait for its centre; [`Refusal::ReasonMissing`].
pub fn refuse(lot: &Lot, reason: &str) -> Result<LotEvent, Refusal> {
    lot.pending()?;
    let reason = lines(reason, REASON_LENGTH).ok_or(Refusal::ReasonMissing)?;
    Ok(LotEvent::Refused { reason })
}
