use super::{DayClose, DayCloseFacts, DayCloseState};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened to a close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum DayCloseEvent {
    /// One person drew it up.
    DrawnUp {
        /// All that is fixed from here on.
        facts: Box<DayCloseFacts>,
    },
    /// A second one confirmed it.
    Confirmed {
        /// SM3 fingerprint of that person's certificate.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// It was given up.
    Withdrawn,
}

impl DayCloseEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DrawnUp { .. } => "day_close.drawn_up",
            Self::Confirmed { .. } => "day_close.confirmed",
            Self::Withdrawn => "day_close.withdrawn",
        }
    }
}

impl DayClose {
    /// The close after its first event; `None` when that is not `DrawnUp`.
    #[must_use]
    pub fn born(event: &DayCloseEvent) -> Option<Self> {
        if let DayCloseEvent::DrawnUp { facts } = event {
            Some(Self { facts: (**facts).clone(), state: DayCloseState::Proposed, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &DayCloseEvent) {
        self.version += 1;
        match event {
            DayCloseEvent::DrawnUp { .. } => {}
            DayCloseEvent::Confirmed { by, at } => self.state = DayCloseState::Confirmed { by: by.clone(), at: *at },
            DayCloseEvent::Withdrawn => self.state = DayCloseState::Withdrawn,
        }
    }
}
