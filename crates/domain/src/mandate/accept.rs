//! Accepting: the agency that a tenderee has named says that it acts, under the name it is registered by. Before, the tenderee's word neither
//! opens anything to it nor bars it from bidding.

use super::{Mandate, MandateEvent, MandateStanding, forbidden};
use crate::party::OrganisationName;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Accepts; `name` is the agency's as it is registered.
///
/// # Errors
/// [`Refusal::MandateStateForbids`] when nothing waits to be accepted.
pub fn accept(mandate: &Mandate, name: OrganisationName, now: Timestamp) -> Result<MandateEvent, Refusal> {
    match mandate.standing(now) {
        MandateStanding::Waiting => Ok(MandateEvent::Accepted { name, at: now }),
        MandateStanding::InForce | MandateStanding::Ended | MandateStanding::Expired => forbidden(),
    }
}
