//! Special forms (特殊格式, Henan manual 3.3): the beneficiary asks for another text than the product's wording. The applicant asks
//! the guarantor for it, the guarantor's staff drafts it, a second person approves it, the applicant confirms it, and only that
//! application uses it.

pub mod abandon;
pub mod approve;
pub mod confirm;
pub mod edit;
mod event;
mod follows;
pub mod refuse;
pub mod request;
pub mod send_back;

pub use event::SpecialFormEvent;

use crate::application::WORDING_PREFIX;
use crate::document::StoredFile;
use crate::id::{ApplicationId, InstitutionId, OrganisationId, SpecialFormId};
use crate::number::ApplicationNumber;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of a note or a reason.
pub const NOTE_LENGTH: RangeInclusive<usize> = 2..=500;
/// Characters of a text.
pub const TEXT_LENGTH: RangeInclusive<usize> = 20..=20_000;

/// The page of the tender file that asks for the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderPage {
    /// The file.
    pub file: StoredFile,
    /// What kind: `pdf`, `png` or `jpg`.
    pub kind: String,
}

/// What is fixed when a special form is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialFormFacts {
    /// Which.
    pub id: SpecialFormId,
    /// For which application.
    pub application: ApplicationId,
    /// Its number, as people see it.
    pub number: ApplicationNumber,
    /// Who asks.
    pub applicant: OrganisationId,
    /// Who is asked.
    pub institution: InstitutionId,
    /// The wording it begins from, `kind/version`.
    pub wording: String,
    /// What the tender file says.
    pub page: Option<TenderPage>,
    /// When it was asked for.
    pub requested_at: Timestamp,
}

/// Where a special form stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SpecialFormState {
    /// Asked for; the guarantor has not drafted it, or has to draft it again.
    Requested,
    /// Drafted by a person at the guarantor.
    Drafted {
        /// SM3 fingerprint of that person's certificate.
        editor: String,
    },
    /// Approved by a second person; fixed from here on.
    Approved,
    /// Confirmed by the applicant: the application's wording.
    Confirmed,
    /// Refused by the guarantor.
    Refused {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// Given up by the applicant.
    Abandoned,
}

impl SpecialFormState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Drafted { .. } => "drafted",
            Self::Approved => "approved",
            Self::Confirmed => "confirmed",
            Self::Refused { .. } => "refused",
            Self::Abandoned => "abandoned",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Requested => "待拟定",
            Self::Drafted { .. } => "待复核",
            Self::Approved => "待申请人确认",
            Self::Confirmed => "已采用",
            Self::Refused { .. } => "机构未同意",
            Self::Abandoned => "申请人已放弃",
        }
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Requested | Self::Drafted { .. } | Self::Approved => true,
            Self::Confirmed | Self::Refused { .. } | Self::Abandoned => false,
        }
    }
}

/// A special form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialForm {
    /// Fixed at birth.
    pub facts: SpecialFormFacts,
    /// What the applicant asks for; newer when it was sent back.
    pub note: String,
    /// The text as last drafted.
    pub text: Option<String>,
    /// Where it stands.
    pub state: SpecialFormState,
    /// Events so far.
    pub version: u32,
}

impl SpecialForm {
    /// The name of the wording it makes: `special/` and its identifier.
    #[must_use]
    pub fn wording(&self) -> String {
        format!("{WORDING_PREFIX}{}", self.facts.id)
    }
}

/// The special form behind a wording's name, if it is one.
#[must_use]
pub fn behind(wording: &str) -> Option<SpecialFormId> {
    wording.strip_prefix(WORDING_PREFIX)?.parse().ok()
}

const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::SpecialFormStateForbids)
}

/// A note or reason of the right length.
fn words(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if NOTE_LENGTH.contains(&text.chars().count()) { Ok(text.to_owned()) } else { Err(Refusal::NoteMissing) }
}
