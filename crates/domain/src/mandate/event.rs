use super::{Mandate, MandateFacts, MandateSide, MandateState};
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
            Self::Ended { .. } => "mandate.ended",
        }
    }
}

impl Mandate {
    /// The mandate after its first event; `None` when that is not `Recorded`.
    #[must_use]
    pub fn born(event: &MandateEvent) -> Option<Self> {
        if let MandateEvent::Recorded { facts } = event {
            Some(Self { facts: (**facts).clone(), state: MandateState::Recorded, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of its state.
    pub const fn apply(&mut self, event: &MandateEvent) {
        self.version += 1;
        match event {
            MandateEvent::Recorded { .. } => {}
            MandateEvent::Ended { at, by } => self.state = MandateState::Ended { at: *at, by: *by },
        }
    }
}
