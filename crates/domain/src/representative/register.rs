//! Registering a person. The first to be registered manages: nobody else could go on.

use super::{PEOPLE_MAX, Person, Representatives, RepresentativesEvent, sound};
use crate::refusal::Refusal;
use crate::time::Date;

/// Registers the person.
///
/// # Errors
/// [`Refusal::PersonUntold`]; [`Refusal::CertificateNeeded`]; [`Refusal::RepresentativeKnown`]; [`Refusal::RepresentativesFull`];
/// [`Refusal::ManagerMissing`].
pub fn register(people: &Representatives, person: Person, today: Date) -> Result<RepresentativesEvent, Refusal> {
    if people.people.len() >= PEOPLE_MAX {
        return Err(Refusal::RepresentativesFull);
    }
    sound(people, &person)?;
    people.keeps_manager(Some(&person), person.id, today)?;
    Ok(RepresentativesEvent::Registered { person: Box::new(person) })
}
