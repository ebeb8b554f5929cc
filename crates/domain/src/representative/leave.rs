//! Leaving: whoever is known by what the person was known by is cut off.

use super::{Representatives, RepresentativesEvent};
use crate::id::PersonId;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Lets the person go.
///
/// # Errors
/// [`Refusal::RepresentativeUnknown`] for who does not act; [`Refusal::ManagerMissing`] for the last who manages.
pub fn leave(people: &Representatives, person: PersonId, now: Timestamp) -> Result<RepresentativesEvent, Refusal> {
    if !people.acting().any(|known| known.id == person) {
        return Err(Refusal::RepresentativeUnknown);
    }
    people.keeps_manager(None, person, now.date())?;
    Ok(RepresentativesEvent::Left { person, at: now })
}
