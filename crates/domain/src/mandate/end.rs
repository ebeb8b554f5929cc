//! Ending: whoever may record a mandate may end it; the agency acts no longer from then on.

use super::{Mandate, MandateEvent, MandateSide, MandateStanding, forbidden};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Ends a mandate.
///
/// # Errors
/// [`Refusal::MandateStateForbids`] when it was ended, or its last day is over.
pub fn end(mandate: &Mandate, by: MandateSide, now: Timestamp) -> Result<MandateEvent, Refusal> {
    match mandate.standing(now) {
        MandateStanding::Waiting | MandateStanding::InForce => Ok(MandateEvent::Ended { at: now, by }),
        MandateStanding::Ended | MandateStanding::Expired => forbidden(),
    }
}
