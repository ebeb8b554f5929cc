//! An agency does not bid where it acts for the tenderee (招标投标法实施条例 art. 13).

use super::{Mandate, MandateStanding, ProjectNumber};
use crate::id::OrganisationId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether `bidder` may bid in the project, given the mandates it has.
///
/// # Errors
/// [`Refusal::BothSides`] to the project's agency.
pub fn bar(mandates: &[Mandate], bidder: OrganisationId, project: &ProjectNumber, now: Timestamp) -> Result<(), Refusal> {
    let acts = |mandate: &Mandate| {
        let facts = &mandate.facts;
        facts.agency.organisation == bidder && facts.project == *project && mandate.standing(now) == MandateStanding::InForce
    };
    if mandates.iter().any(acts) { Err(Refusal::BothSides) } else { Ok(()) }
}
