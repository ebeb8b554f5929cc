//! What the trading centre decides about an institution, with its words or without.

use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of a reason or a notice.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;
/// What the centre decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Decision {
    /// Admit (准入通过).
    Admit,
    /// Refuse the application (准入不通过).
    Refuse {
        /// Why, as the institution reads it.
        reason: String,
    },
    /// Accept (验收通过).
    Accept,
    /// Send the request for acceptance back.
    Return {
        /// Why, as the institution reads it.
        reason: String,
    },
    /// Put live, for the first time or again (上线).
    PutLive,
    /// Pause (暂停受理).
    Pause {
        /// What buyers read.
        notice: String,
    },
    /// Take down (下线).
    TakeDown {
        /// Why.
        reason: String,
    },
}

/// A decision without its words: what a button stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// Admit.
    Admit,
    /// Refuse.
    Refuse,
    /// Accept.
    Accept,
    /// Send back.
    Return,
    /// Put live.
    PutLive,
    /// Pause.
    Pause,
    /// Take down.
    TakeDown,
}

impl DecisionKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [Self::Admit, Self::Refuse, Self::Accept, Self::Return, Self::PutLive, Self::Pause, Self::TakeDown];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admit => "admit",
            Self::Refuse => "refuse",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::PutLive => "put_live",
            Self::Pause => "pause",
            Self::TakeDown => "take_down",
        }
    }

    /// The word on its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admit => "准入通过",
            Self::Refuse => "准入不通过",
            Self::Accept => "验收通过",
            Self::Return => "退回验收申请",
            Self::PutLive => "上线",
            Self::Pause => "暂停受理",
            Self::TakeDown => "下线",
        }
    }

    /// Whether it needs words: a reason or a notice.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        match self {
            Self::Refuse | Self::Return | Self::Pause | Self::TakeDown => true,
            Self::Admit | Self::Accept | Self::PutLive => false,
        }
    }

    /// Whether it needs a second person where the site asks for two. What only protects buyers or asks for better papers does not.
    #[must_use]
    pub const fn needs_second_person(self) -> bool {
        match self {
            Self::Admit | Self::Accept | Self::PutLive | Self::TakeDown => true,
            Self::Refuse | Self::Return | Self::Pause => false,
        }
    }

    /// The decision with its words.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`] where words are needed and are too short or too long.
    pub fn with(self, words: &str) -> Result<Decision, Refusal> {
        let words = words.trim();
        if self.needs_words() && !REASON_LENGTH.contains(&words.chars().count()) {
            return Err(Refusal::ReasonMissing);
        }
        let words = words.to_owned();
        Ok(match self {
            Self::Admit => Decision::Admit,
            Self::Refuse => Decision::Refuse { reason: words },
            Self::Accept => Decision::Accept,
            Self::Return => Decision::Return { reason: words },
            Self::PutLive => Decision::PutLive,
            Self::Pause => Decision::Pause { notice: words },
            Self::TakeDown => Decision::TakeDown { reason: words },
        })
    }
}

impl Decision {
    /// Without its words.
    #[must_use]
    pub const fn kind(&self) -> DecisionKind {
        match self {
            Self::Admit => DecisionKind::Admit,
            Self::Refuse { .. } => DecisionKind::Refuse,
            Self::Accept => DecisionKind::Accept,
            Self::Return { .. } => DecisionKind::Return,
            Self::PutLive => DecisionKind::PutLive,
            Self::Pause { .. } => DecisionKind::Pause,
            Self::TakeDown { .. } => DecisionKind::TakeDown,
        }
    }
}
