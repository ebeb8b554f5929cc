//! What follows from what happens to an enterprise's people: whoever is no longer known by something is logged out of it.

use super::{Person, Representatives, RepresentativesEvent};
use crate::consequence::{Consequence, Follows};

impl Representatives {
    /// The sessions are over that are known by what `person` was known by and `after` is not; another phone is known by the same.
    fn cut_off(&self, person: &Person, after: Option<&Person>) -> Vec<Consequence> {
        let phone = Person::by_phone(person.id);
        let stays = |by: &String| after.is_some_and(|after| after.is(by) && (*by != phone || after.mobile == person.mobile));
        let gone = person.known_by().filter(|by| !stays(by));
        gone.map(|by| Consequence::EndSessions { organisation: self.organisation, by }).collect()
    }
}

impl Follows for Representatives {
    type Event = RepresentativesEvent;

    fn follows(&self, event: &RepresentativesEvent) -> Vec<Consequence> {
        let known = |id| self.people.iter().find(|known| known.id == id);
        match event {
            RepresentativesEvent::Begun { .. } | RepresentativesEvent::Registered { .. } | RepresentativesEvent::TwoPersonsSet { .. } => {
                Vec::new()
            }
            RepresentativesEvent::Changed { person } => {
                known(person.id).map(|before| self.cut_off(before, Some(person))).unwrap_or_default()
            }
            RepresentativesEvent::Left { person, .. } => known(*person).map(|before| self.cut_off(before, None)).unwrap_or_default(),
        }
    }
}
