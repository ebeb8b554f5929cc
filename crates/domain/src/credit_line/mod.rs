//! Credit lines (授信; Henan manual chapter 2): how much a grantor, an institution or the site itself, is ready to be bound for one applicant
//! before it looks at any single application.
//!
//! The machine: drafted and submitted by the applicant, who may give it up while it is its own to change, sent back with what has to be
//! corrected, decided by two persons at the grantor. A
//! line that was granted can be suspended, changed and cancelled. An institution's own system that knows of credit decides instead of its people
//! ([`answer`]). That its last day is over follows from the day and is not stored. What of
//! it is reserved and used is counted beside it ([`Balance`]), so that orders do not wait for one another's versions (INV-16).

pub mod answer;
pub mod change;
pub mod confirm;
mod decision;
pub mod draft;
mod event;
mod follows;
pub mod give_up;
pub mod propose;
pub mod reject;
pub mod remind;
pub mod reserve;
pub mod send_back;
pub mod submit;

pub use answer::{SystemWord, WordHeard};
pub use decision::{CreditDecision, CreditDecisionKind, CreditProposal};
pub use event::CreditLineEvent;
pub use reserve::{Balance, CreditNeed, CreditTaken};

use crate::id::{CreditLineId, InstitutionId};
use crate::money::{Cny, Ppm};
use crate::party::Party;
use crate::product::GuaranteeKind;
use crate::profile::ProfileItem;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::RangeInclusive;

/// Characters of what a person says for or against a line.
pub const WORDS_LENGTH: RangeInclusive<usize> = 2..=500;
/// Longest line, in months.
pub const MONTHS_MAX: i64 = 36;

/// Who grants: the manual does not say, so that it is data of each line (Henan manual 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grantor {
    /// An institution, for its own letters.
    Institution(InstitutionId),
    /// The site, for letters of all its institutions.
    Site(SiteCode),
}

/// Its name in the database.
impl fmt::Display for Grantor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Institution(id) => write!(f, "{id}"),
            Self::Site(code) => write!(f, "{code}"),
        }
    }
}

/// What is fixed when a line is drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLineFacts {
    /// Which line.
    pub id: CreditLineId,
    /// Who asks.
    pub applicant: Party,
    /// Who is asked.
    pub grantor: Grantor,
    /// What the grantor is called.
    pub grantor_name: String,
    /// On which site.
    pub site: SiteCode,
    /// When it was drafted.
    pub drafted_at: Timestamp,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditWanted {
    /// How much.
    pub amount: Cny,
    /// For which kinds of guarantees; none for all.
    pub kinds: BTreeSet<GuaranteeKind>,
    /// What for, in the applicant's words.
    pub purpose: String,
}

/// What is granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditTerms {
    /// How much at a time.
    pub limit: Cny,
    /// Its first day.
    pub from: Date,
    /// Its last day, included.
    pub until: Date,
    /// For which kinds of guarantees; none for all.
    pub kinds: BTreeSet<GuaranteeKind>,
    /// How much of it at a time for one kind, where less was granted than for all together.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub per_kind: BTreeMap<GuaranteeKind, Cny>,
    /// The rate instead of the product's, where one was agreed.
    pub rate: Option<Ppm>,
}

/// What has to be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What of the profile.
    pub marks: BTreeSet<ProfileItem>,
    /// What is said of it.
    pub comment: String,
}

/// How far a line has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum CreditLineState {
    /// Being filled in by the applicant.
    Draft,
    /// The grantor looks at it.
    Submitted,
    /// Sent back to be corrected (补正).
    Returned {
        /// What.
        correction: Correction,
    },
    /// Given up by the applicant.
    GivenUp {
        /// Whether the grantor has had it: what was never handed in it never sees.
        handed_in: bool,
    },
    /// Granted.
    Granted,
    /// Granted, and out of use for now.
    Suspended {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// Refused; the applicant may ask again.
    Refused {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// Cancelled by the grantor.
    Cancelled {
        /// Why, as the applicant reads it.
        reason: String,
    },
}

impl CreditLineState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned { .. } => "returned",
            Self::GivenUp { handed_in: true } => "given_up",
            Self::GivenUp { handed_in: false } => "discarded",
            Self::Granted => "granted",
            Self::Suspended { .. } => "suspended",
            Self::Refused { .. } => "refused",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Draft => "待提交",
            Self::Submitted => "授信审核中",
            Self::Returned { .. } => "待补正",
            Self::GivenUp { .. } => "已放弃",
            Self::Granted => "授信通过",
            Self::Suspended { .. } => "暂停使用",
            Self::Refused { .. } => "授信未通过",
            Self::Cancelled { .. } => "已取消",
        }
    }
}

/// When the grantor's own system said what counts: of two words on the same thing the one it said last counts, whichever is heard of last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemSaid {
    /// Whether the line can be used.
    pub standing: Option<Timestamp>,
    /// Under which terms.
    pub terms: Option<Timestamp>,
}

/// A credit line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLine {
    /// Fixed at birth.
    pub facts: CreditLineFacts,
    /// What is asked for.
    pub wanted: CreditWanted,
    /// What was granted, once it was.
    pub terms: Option<CreditTerms>,
    /// What one person at the grantor has proposed and a second has not looked at.
    pub proposal: Option<CreditProposal>,
    /// How far it has come.
    pub state: CreditLineState,
    /// How often it was handed in.
    #[serde(default)]
    pub rounds: u32,
    /// Whether the grantor's own system answers it, and nobody on the workbench.
    #[serde(default)]
    pub by_system: bool,
    /// What of that system's words counts so far.
    #[serde(default)]
    pub said: SystemSaid,
    /// The last reminder of its last day, by when it fell due.
    #[serde(default)]
    pub reminded: Option<Timestamp>,
    /// Events so far.
    pub version: u32,
}

impl CreditLine {
    /// Whether its last day is over on `today`.
    #[must_use]
    pub fn has_expired(&self, today: Date) -> bool {
        let granted = matches!(self.state, CreditLineState::Granted | CreditLineState::Suspended { .. });
        granted && self.terms.as_ref().is_some_and(|terms| today > terms.until)
    }

    /// The state's name on `today`, with what the day makes of it.
    #[must_use]
    pub fn code(&self, today: Date) -> &'static str {
        if self.has_expired(today) { "expired" } else { self.state.code() }
    }

    /// The word on screens on `today`.
    #[must_use]
    pub fn label(&self, today: Date) -> &'static str {
        if self.has_expired(today) { "已到期" } else { self.state.label() }
    }

    /// Whether the grantor has ever had it.
    #[must_use]
    pub const fn is_grantors(&self) -> bool {
        match self.state {
            CreditLineState::Draft | CreditLineState::GivenUp { handed_in: false } => false,
            CreditLineState::Submitted
            | CreditLineState::Returned { .. }
            | CreditLineState::GivenUp { handed_in: true }
            | CreditLineState::Granted
            | CreditLineState::Suspended { .. }
            | CreditLineState::Refused { .. }
            | CreditLineState::Cancelled { .. } => true,
        }
    }

    /// Whether the grantor reads the applicant's profile and papers: while it looks at the line or has granted it, no longer.
    #[must_use]
    pub const fn opens_profile(&self) -> bool {
        match self.state {
            CreditLineState::Submitted
            | CreditLineState::Returned { .. }
            | CreditLineState::Granted
            | CreditLineState::Suspended { .. } => true,
            CreditLineState::Draft
            | CreditLineState::GivenUp { .. }
            | CreditLineState::Refused { .. }
            | CreditLineState::Cancelled { .. } => false,
        }
    }

    /// Whether another line may be asked for from the same grantor on `today`.
    #[must_use]
    pub fn is_over(&self, today: Date) -> bool {
        match self.state {
            CreditLineState::GivenUp { .. } | CreditLineState::Refused { .. } | CreditLineState::Cancelled { .. } => true,
            CreditLineState::Granted | CreditLineState::Suspended { .. } => self.has_expired(today),
            CreditLineState::Draft | CreditLineState::Submitted | CreditLineState::Returned { .. } => false,
        }
    }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::CreditStateForbids)
}

/// What a person says, of the right length.
fn words(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if WORDS_LENGTH.contains(&text.chars().count()) { Ok(text.to_owned()) } else { Err(Refusal::ReasonMissing) }
}
