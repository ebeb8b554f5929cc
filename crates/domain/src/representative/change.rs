//! Giving a person other rights, another certificate or phone.

use super::{Person, Representatives, RepresentativesEvent, sound};
use crate::refusal::Refusal;
use crate::time::Date;

/// Makes the person what it is here; `None` when it is so already.
///
/// # Errors
/// [`Refusal::RepresentativeUnknown`] for who does not act; [`Refusal::ManagerMissing`] when nobody would manage any more; as
/// [`super::register`].
pub fn change(people: &Representatives, person: Person, today: Date) -> Result<Option<RepresentativesEvent>, Refusal> {
    let known = people.acting().find(|known| known.id == person.id).ok_or(Refusal::RepresentativeUnknown)?;
    sound(people, &person)?;
    people.keeps_manager(Some(&person), person.id, today)?;
    Ok((*known != person).then(|| RepresentativesEvent::Changed { person: Box::new(person) }))
}
