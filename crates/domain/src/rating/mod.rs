//! Ratings (评价; Xinjiang manual 1.3.1): stars and words of an applicant about the institution that issued its letter, once for each letter.
//!
//! The machine: given, counted, hidden by the centre and restored. Before its lot has rested after opening a rating counts for nothing and
//! nobody but the applicant and the institution sees it ([`crate::report::figures`]): whoever counts along may not learn who bids (HR-10).

pub mod answer;
pub mod change;
pub mod count;
mod event;
mod follows;
pub mod hide;
pub mod rate;
pub mod restore;

pub use event::RatingEvent;

use crate::id::{ApplicationId, GuaranteeId, InstitutionId, OrganisationId, RatingId};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::text::lines;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Most characters of the words beside the stars; there may be none.
pub const WORDS_MAX: usize = 500;
/// Characters of an answer, and of a reason.
pub const ANSWER_LENGTH: RangeInclusive<usize> = 2..=500;
/// How long the applicant may change it, in microseconds: seven days.
pub const CHANGE_TIME: i64 = 7 * 24 * Timestamp::HOUR;
/// Fewest ratings that are shown as an average, or at all.
pub const COUNT_MIN: i64 = 5;

/// One to five stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stars(u8);

impl Stars {
    /// Every number of them, the most first.
    pub const ALL: [Self; 5] = [Self(5), Self(4), Self(3), Self(2), Self(1)];

    /// How many.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self.0 {
            1 => "1 星（很不满意）",
            2 => "2 星（不满意）",
            3 => "3 星（一般）",
            4 => "4 星（满意）",
            _ => "5 星（很满意）",
        }
    }
}

/// What is wrong with a number of stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StarsError;

impl fmt::Display for StarsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("请选择 1 至 5 星")
    }
}

impl std::error::Error for StarsError {}

impl FromStr for Stars {
    type Err = StarsError;
    fn from_str(text: &str) -> Result<Self, StarsError> {
        let number: u8 = text.trim().parse().map_err(|_| StarsError)?;
        Self::ALL.into_iter().find(|stars| stars.0 == number).ok_or(StarsError)
    }
}

/// What is fixed when it is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingFacts {
    /// Which rating.
    pub id: RatingId,
    /// For which letter.
    pub guarantee: GuaranteeId,
    /// From which application.
    pub application: ApplicationId,
    /// By whom.
    pub applicant: OrganisationId,
    /// Of whom.
    pub institution: InstitutionId,
    /// What the institution is called.
    pub institution_name: String,
    /// The site whose centre admitted the institution, and looks after what is said of it.
    pub centre: SiteCode,
    /// When.
    pub rated_at: Timestamp,
}

/// What the applicant says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// How many stars.
    pub stars: Stars,
    /// Words beside them; empty for none.
    pub words: String,
}

/// Whether it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum RatingState {
    /// Its lot has not rested yet.
    Waiting,
    /// It counts.
    Counted,
    /// The centre has hidden it.
    Hidden {
        /// Why, as the applicant reads it.
        reason: String,
    },
}

impl RatingState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Counted => "counted",
            Self::Hidden { .. } => "hidden",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Waiting => "待公开",
            Self::Counted => "已公开",
            Self::Hidden { .. } => "已隐藏",
        }
    }
}

/// A rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// Fixed at birth.
    pub facts: RatingFacts,
    /// What the applicant says.
    pub opinion: Opinion,
    /// What the institution says to it.
    pub answer: Option<String>,
    /// Whether it counts.
    pub state: RatingState,
    /// Events so far.
    pub version: u32,
}

/// How many ratings of an institution count, and their stars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatingFigure {
    /// Ratings.
    pub count: i64,
    /// Stars of all of them.
    pub stars: i64,
}

impl RatingFigure {
    /// The average to one decimal, rounded half up, such as `4.6`; `None` for fewer than [`COUNT_MIN`].
    #[must_use]
    pub fn average(self) -> Option<String> {
        let tenths = (self.count >= COUNT_MIN).then(|| (self.stars * 20 + self.count) / (self.count * 2))?;
        Some(format!("{}.{}", tenths / 10, tenths % 10))
    }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::RatingStateForbids)
}

/// What an office says.
fn words(text: &str) -> Result<String, Refusal> {
    lines(text, ANSWER_LENGTH).ok_or(Refusal::NoteMissing)
}
