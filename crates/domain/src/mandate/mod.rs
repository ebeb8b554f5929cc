//! Mandates (招标代理授权): an agency acts for a tenderee in one project, because the tenderee, or its trading centre, recorded that it does.

mod accept;
mod bar;
mod end;
mod event;
mod follows;
mod project;
mod record;

pub use accept::accept;
pub use bar::bar;
pub use end::end;
pub use event::MandateEvent;
pub use project::ProjectNumber;
pub use record::{Record, record};

use crate::id::MandateId;
use crate::party::Party;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp, add_days};
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// Who recorded or ended a mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateSide {
    /// The tenderee.
    Tenderee,
    /// The trading centre of the site.
    Centre,
}

impl MandateSide {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tenderee => "招标人",
            Self::Centre => "交易中心",
        }
    }
}

/// What is fixed when a mandate is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MandateFacts {
    /// Which.
    pub id: MandateId,
    /// For whom.
    pub tenderee: Party,
    /// Who acts.
    pub agency: Party,
    /// In which project.
    pub project: ProjectNumber,
    /// On which site.
    pub site: SiteCode,
    /// Last day, included.
    pub until: Date,
    /// Who recorded it.
    pub by: MandateSide,
    /// When.
    pub recorded_at: Timestamp,
}

/// Where a mandate stands by its events; whether it has run out, the calendar says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum MandateState {
    /// Recorded.
    Recorded,
    /// Ended before its last day.
    Ended {
        /// When.
        at: Timestamp,
        /// By whom.
        by: MandateSide,
    },
}

/// A mandate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Fixed at birth.
    pub facts: MandateFacts,
    /// Where it stands.
    pub state: MandateState,
    /// Whether the agency has yet to say that it acts: until then it is a tenderee's word about a stranger. Those of before were taken without.
    #[serde(default)]
    pub waits: bool,
    /// Events so far.
    pub version: u32,
}

/// What a mandate is worth at an instant. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MandateStanding {
    /// The agency has not said yet that it acts.
    Waiting,
    /// The agency acts under it.
    InForce,
    /// It was ended.
    Ended,
    /// Its last day is over.
    Expired,
}

impl MandateStanding {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "待代理机构确认",
            Self::InForce => "有效",
            Self::Ended => "已终止",
            Self::Expired => "已到期",
        }
    }

    /// Its name in tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::InForce => "recorded",
            Self::Ended => "ended",
            Self::Expired => "expired",
        }
    }
}

impl Mandate {
    /// The instant at which it counts no longer: the end of its last day in China, or when it was ended.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        match self.state {
            MandateState::Ended { at, .. } => at,
            MandateState::Recorded => {
                let next = add_days(self.facts.until, 1).to_datetime(Time::midnight());
                Timestamp::from_civil(next).unwrap_or(self.facts.recorded_at)
            }
        }
    }

    /// The instant until which the agency acts under it; the epoch while it has not said that it does.
    #[must_use]
    pub fn acts_until(&self) -> Timestamp {
        if self.waits { Timestamp::from_micros(0) } else { self.ends_at() }
    }

    /// What it is worth at `now`.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> MandateStanding {
        match self.state {
            MandateState::Ended { .. } => MandateStanding::Ended,
            MandateState::Recorded if now >= self.ends_at() => MandateStanding::Expired,
            MandateState::Recorded if self.waits => MandateStanding::Waiting,
            MandateState::Recorded => MandateStanding::InForce,
        }
    }
}

const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::MandateStateForbids)
}
