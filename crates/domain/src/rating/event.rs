use super::{Opinion, Rating, RatingFacts, RatingState};
use serde::{Deserialize, Serialize};

/// What happened to a rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum RatingEvent {
    /// It was given.
    Rated {
        /// All that is fixed from here on.
        facts: Box<RatingFacts>,
        /// What the applicant says.
        opinion: Opinion,
    },
    /// The applicant says something else.
    Changed {
        /// What.
        opinion: Opinion,
    },
    /// The institution answered, or answers otherwise.
    Answered {
        /// What.
        answer: String,
    },
    /// Its lot has rested: it counts.
    Counted,
    /// The centre has hidden it.
    Hidden {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// The centre shows it again.
    Restored,
}

impl RatingEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Rated { .. } => "rating.rated",
            Self::Changed { .. } => "rating.changed",
            Self::Answered { .. } => "rating.answered",
            Self::Counted => "rating.counted",
            Self::Hidden { .. } => "rating.hidden",
            Self::Restored => "rating.restored",
        }
    }
}

impl Rating {
    /// The rating after its first event; `None` when that is not `Rated`.
    #[must_use]
    pub fn born(event: &RatingEvent) -> Option<Self> {
        let RatingEvent::Rated { facts, opinion } = event else { return None };
        Some(Self { facts: (**facts).clone(), opinion: opinion.clone(), answer: None, state: RatingState::Waiting, version: 1 })
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &RatingEvent) {
        self.version += 1;
        match event {
            RatingEvent::Rated { .. } => {}
            RatingEvent::Changed { opinion } => self.opinion = opinion.clone(),
            RatingEvent::Answered { answer } => self.answer = Some(answer.clone()),
            RatingEvent::Counted | RatingEvent::Restored => self.state = RatingState::Counted,
            RatingEvent::Hidden { reason } => self.state = RatingState::Hidden { reason: reason.clone() },
        }
    }
}
