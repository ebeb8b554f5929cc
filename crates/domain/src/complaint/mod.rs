//! Complaints about institutions (在线投诉; Hunan manual 4.4, 4.5): filed with the trading centre by whoever is logged in and has proved a
//! phone, put to the institution, decided by the centre.
//!
//! The machine: filed, accepted or not, put to the institution, answered, decided, closed. The complainant gives it up before it is decided,
//! and has it looked at once more afterwards, once. How long each step may take is data of the site, in working days ([`ComplaintRules`]);
//! the last day of a step follows from when it began and is not stored, so that a calendar that changes is heeded.

pub mod accept;
pub mod answer;
pub mod ask;
pub mod assign;
pub mod clock;
pub mod close;
pub mod decide;
mod event;
pub mod file;
mod follows;
pub mod refuse;
pub mod reopen;
pub mod tend;
pub mod withdraw;

pub use clock::ComplaintRules;
pub use event::ComplaintEvent;

use crate::document::StoredFile;
use crate::id::{ComplaintId, FileId, InstitutionId};
use crate::number::ComplaintNumber;
use crate::party::{Concealed, Party};
use crate::profile::Scan;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::text::lines;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of what is complained of.
pub const CONTENT_LENGTH: RangeInclusive<usize> = 10..=2000;
/// Characters of what anybody says in the course of it.
pub const WORDS_LENGTH: RangeInclusive<usize> = 2..=500;
/// Most files that come with one.
pub const FILES_MAX: usize = 5;
/// Most complaints of one party that are not decided.
pub const OPEN_MAX: usize = 3;

/// What is fixed when it is filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintFacts {
    /// Which complaint.
    pub id: ComplaintId,
    /// Its number (投诉编号).
    pub number: ComplaintNumber,
    /// On which site it was filed.
    pub site: SiteCode,
    /// The site whose centre decides: the same, or its province's.
    pub centre: SiteCode,
    /// About whom.
    pub institution: InstitutionId,
    /// What the institution is called.
    pub institution_name: String,
    /// Who complains.
    pub complainant: Party,
    /// When.
    pub filed_at: Timestamp,
}

/// A file that came with it. Its bytes are kept under the complainant's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintFile {
    /// Which; the name its bytes are stored by.
    pub id: FileId,
    /// What it was called, as people see it; never part of a path.
    pub name: String,
    /// What it is by its content: `pdf`, `png` or `jpg`.
    pub media: String,
    /// SM3 of what was handed in, hexadecimal.
    pub digest: String,
    /// How many bytes were handed in.
    pub size: u64,
    /// As it is stored: encrypted.
    pub stored: StoredFile,
    /// What the scanner said.
    pub scan: Scan,
}

/// What is complained of, and by which person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintContent {
    /// 投诉内容.
    pub text: String,
    /// 投诉人姓名.
    pub name: Concealed,
    /// 投诉人手机号, which was proved.
    pub mobile: Concealed,
    /// What came with it.
    pub files: Vec<ComplaintFile>,
}

/// What the institution is asked, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintQuestion {
    /// What the centre wants to know.
    pub words: String,
    /// When it was asked.
    pub at: Timestamp,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintOutcome {
    /// The complainant is right.
    Upheld,
    /// In part.
    Partly,
    /// The complainant is not.
    Rejected,
}

impl ComplaintOutcome {
    /// Every outcome, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Upheld, Self::Partly, Self::Rejected];

    /// Its name in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Partly => "partly",
            Self::Rejected => "rejected",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Upheld => "投诉属实",
            Self::Partly => "部分属实",
            Self::Rejected => "投诉不属实",
        }
    }

    /// The outcome with this code, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintDecision {
    /// What came of it.
    pub outcome: ComplaintOutcome,
    /// Why, and what the institution has to do, as both sides read it.
    pub words: String,
    /// When.
    pub at: Timestamp,
}

/// How far a complaint has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ComplaintState {
    /// The centre has not said whether it takes it.
    Filed,
    /// The centre does not take it.
    NotAccepted {
        /// Why, as the complainant reads it.
        reason: String,
    },
    /// The centre looks into it.
    Accepted,
    /// The institution has to answer.
    WithInstitution,
    /// The institution has answered; the centre decides.
    Answered,
    /// Decided; the complainant may have it looked at once more.
    Decided,
    /// It is over.
    Closed,
    /// Given up by the complainant.
    Withdrawn,
}

impl ComplaintState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::NotAccepted { .. } => "not_accepted",
            Self::Accepted => "accepted",
            Self::WithInstitution => "with_institution",
            Self::Answered => "answered",
            Self::Decided => "decided",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Filed => "待受理",
            Self::NotAccepted { .. } => "不予受理",
            Self::Accepted => "核实处理中",
            Self::WithInstitution => "待机构答复",
            Self::Answered => "机构已答复",
            Self::Decided => "已作出处理结论",
            Self::Closed => "已办结",
            Self::Withdrawn => "已撤回",
        }
    }

    /// Whether it waits to be decided.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Filed | Self::Accepted | Self::WithInstitution | Self::Answered => true,
            Self::NotAccepted { .. } | Self::Decided | Self::Closed | Self::Withdrawn => false,
        }
    }
}

/// A complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Fixed at birth.
    pub facts: ComplaintFacts,
    /// What is complained of.
    pub content: ComplaintContent,
    /// Who at the centre looks after it (承办人), once somebody does.
    pub handler: Option<String>,
    /// When the centre took it, or took it up again.
    pub accepted_at: Option<Timestamp>,
    /// What the institution was asked last.
    pub asked: Option<ComplaintQuestion>,
    /// What it answered to that.
    pub answer: Option<String>,
    /// What came of it, until it is looked at once more.
    pub decision: Option<ComplaintDecision>,
    /// Why it was to be looked at once more, if it was.
    pub reopened: Option<String>,
    /// Of which last day whoever has to act was reminded, and whether it was over by then: no job that runs twice reminds twice.
    pub reminded: Option<(Date, bool)>,
    /// How far it has come.
    pub state: ComplaintState,
    /// Events so far.
    pub version: u32,
}

impl Complaint {
    /// Whether the institution knows of it: before it is asked, a complaint is between the complainant and the centre.
    #[must_use]
    pub const fn is_heard(&self) -> bool {
        self.asked.is_some()
    }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::ComplaintStateForbids)
}

/// What a person says in the course of it.
fn words(text: &str) -> Result<String, Refusal> {
    lines(text, WORDS_LENGTH).ok_or(Refusal::NoteMissing)
}
