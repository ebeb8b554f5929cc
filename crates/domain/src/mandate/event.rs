use super::{Mandate, MandateFacts, MandateSide, MandateState};
use crate::party::OrganisationName;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to a mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum MandateEvent {
    /// It was recorded.
    Recorded {
        /// All that is fixed from here on.
        facts: Box<MandateFacts>,
    },
    /// The agency has said that it acts.
    Accepted {
        /// What it is called, as it is registered.
        name: OrganisationName,
        /// When.
        at: Timestamp,
    },
    /// It was ended before its last day.
    Ended {
        /// When.
        at: Timestamp,
        /// By whom.
        by: MandateSide,
    },
}

impl MandateEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "mandate.recorded",
            Self::Accepted { .. } => "mandate.accepted",
            Self::Ended { .. } => "mandate.ended",
        }
    }
}

impl Mandate {
    /// The mandate after its first event; `None` when that is not `Recorded`.
    #[must_use]
    pub fn born(event: &MandateEvent) -> Option<Self> {
        if let MandateEvent::Recorded { facts } = event {
            let waits = facts.by == MandateSide::Tenderee;
            Some(Self { facts: (**facts).clone(), state: MandateState::Recorded, waits, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of its state.
    pub fn apply(&mut self, event: &MandateEvent) {
        self.version += 1;
        match event {
            MandateEvent::Recorded { .. } => {}
            MandateEvent::Accepted { name, .. } => {
                self.waits = false;
                self.facts.agency.name = name.clone();
            }
            MandateEvent::Ended { at, by } => self.state = MandateState::Ended { at: *at, by: *by },
        }
    }
}
