use super::{SavedSearch, SavedSearchFacts};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// When an organisation is told of lots that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// Now.
    Now,
    /// It is told of another of its searches in the same go.
    Already,
    /// It was told of others a short while ago: later.
    Later,
}

/// What happened to a saved search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum SavedSearchEvent {
    /// It was saved.
    Saved {
        /// All that is fixed from here on.
        facts: Box<SavedSearchFacts>,
        /// The last lot that had come by then.
        looked_to: i64,
    },
    /// Lots that had come since were looked at, and some fit.
    Fitted {
        /// The last of them.
        looked_to: i64,
        /// When.
        at: Timestamp,
        /// When its organisation is told of it.
        telling: Telling,
    },
    /// It was removed.
    Removed,
}

impl SavedSearchEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Saved { .. } => "saved_search.saved",
            Self::Fitted { .. } => "saved_search.fitted",
            Self::Removed => "saved_search.removed",
        }
    }
}

impl SavedSearch {
    /// The search after its first event; `None` when that is not `Saved`.
    #[must_use]
    pub fn born(event: &SavedSearchEvent) -> Option<Self> {
        let SavedSearchEvent::Saved { facts, looked_to } = event else { return None };
        Some(Self {
            facts: (**facts).clone(),
            looked_to: *looked_to,
            fitted_at: None,
            told_at: None,
            untold: false,
            removed: false,
            version: 1,
        })
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &SavedSearchEvent) {
        self.version += 1;
        match event {
            SavedSearchEvent::Saved { .. } => {}
            SavedSearchEvent::Fitted { looked_to, at, telling } => {
                self.looked_to = *looked_to;
                self.fitted_at = Some(*at);
                self.untold = *telling == Telling::Later;
                if *telling == Telling::Now {
                    self.told_at = Some(*at);
                }
            }
            SavedSearchEvent::Removed => self.removed = true,
        }
    }
}
