use super::{Person, Representatives};
use crate::id::{OrganisationId, PersonId};
use crate::money::Cny;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to the people of an enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum RepresentativesEvent {
    /// The enterprise began to register them.
    Begun {
        /// Which.
        organisation: OrganisationId,
    },
    /// Somebody was registered.
    Registered {
        /// Who.
        person: Box<Person>,
    },
    /// Somebody was given other rights, or is told otherwise.
    Changed {
        /// The person as it is now.
        person: Box<Person>,
    },
    /// Somebody left, and is cut off.
    Left {
        /// Who.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// From which amount on an application takes two persons.
    TwoPersonsSet {
        /// Above which; `None` for none.
        above: Option<Cny>,
    },
}

impl RepresentativesEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "representative.begun",
            Self::Registered { .. } => "representative.registered",
            Self::Changed { .. } => "representative.changed",
            Self::Left { .. } => "representative.left",
            Self::TwoPersonsSet { .. } => "representative.two_persons_set",
        }
    }
}

impl Representatives {
    /// The people after the first event; `None` when that is not `Begun`.
    #[must_use]
    pub fn born(event: &RepresentativesEvent) -> Option<Self> {
        if let RepresentativesEvent::Begun { organisation } = event {
            Some(Self { organisation: *organisation, people: Vec::new(), two_persons_above: None, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of what happens to them. Total: an event that does not fit leaves them as they are.
    pub fn apply(&mut self, event: &RepresentativesEvent) {
        self.version += 1;
        match event {
            RepresentativesEvent::Begun { .. } => {}
            RepresentativesEvent::Registered { person } => self.people.push((**person).clone()),
            RepresentativesEvent::Changed { person } => {
                for known in self.people.iter_mut().filter(|known| known.id == person.id) {
                    known.clone_from(person);
                }
            }
            RepresentativesEvent::Left { person, at } => {
                for known in self.people.iter_mut().filter(|known| known.id == *person) {
                    known.until = Some(*at);
                }
            }
            RepresentativesEvent::TwoPersonsSet { above } => self.two_persons_above = *above,
        }
    }
}
