//! An agency does not bid where it acts for the tenderee (招标投标法实施条例 art. 13).

use super::{Mandate, MandateStanding, ProjectNumber};
use crate::id::OrganisationId;
use crate::lot::Lot;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether `bidder` may bid for the lot, given the mandates it has.
///
/// # Errors
/// [`Refusal::BothSides`] to the agency of the lot's project.
pub fn bar(mandates: &[Mandate], bidder: OrganisationId, lot: &Lot, now: Timestamp) -> Result<(), Refusal> {
    let project = ProjectNumber::of(&lot.number);
    let acts = |mandate: &Mandate| {
        let facts = &mandate.facts;
        facts.agency.organisation == bidder && facts.project == project && mandate.standing(now) == MandateStanding::InForce
    };
    if mandates.iter().any(acts) { Err(Refusal::BothSides) } else { Ok(()) }
}
