//! Enterprise profiles (用户信息, 企业信息; Henan manual 2.1, Hunan manual 4.3, Xinjiang manual 1.2.6): what an organisation says of itself
//! once, so that no later page asks again.
//!
//! The machine: it is filled in by the organisation's people, handed to a trading centre once nothing is missing, verified there or sent
//! back, and has to be verified anew when something the centre looked at has changed. Whether it is complete, and whether it has grown
//! stale, follows from what it holds and the day, and is not stored.

pub mod attach;
pub mod change;
mod event;
mod file;
mod follows;
mod item;
mod need;
pub mod remove;
pub mod send_back;
pub mod submit;
pub mod verify;

pub use event::ProfileEvent;
pub use file::{FILE_MAX, FILES_BYTES_MAX, ProfileFile, ProfileFileKind, QUALIFICATIONS_MAX, Scan};
pub use item::ProfileItem;
pub use need::ProfileNeed;

use crate::party::{BankName, Concealed, Email, FullName, OrganisationName, Party, PostalAddress};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Months after which it has to be verified anew.
pub const VERIFIED_MONTHS: i64 = 12;

/// What is fixed when a profile is begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileFacts {
    /// Whose, as its certificate said then.
    pub organisation: Party,
    /// When it was begun.
    pub begun_at: Timestamp,
}

/// What was filled in. What belongs to a person or an account is kept encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileContent {
    /// Where the organisation is.
    pub address: Option<PostalAddress>,
    /// The bank of its basic account.
    pub bank: Option<BankName>,
    /// The number of that account.
    pub account: Option<Concealed>,
    /// Its legal representative.
    pub legal_name: Option<FullName>,
    /// That person's identity number.
    pub legal_number: Option<Concealed>,
    /// Whom one calls.
    pub contact: Option<FullName>,
    /// That person's mobile.
    pub contact_mobile: Option<Concealed>,
    /// That person's e-mail address.
    pub contact_email: Option<Email>,
    /// The address on invoices.
    pub invoice_address: Option<PostalAddress>,
    /// The telephone number on invoices.
    pub invoice_phone: Option<Concealed>,
    /// The bank on invoices.
    pub invoice_bank: Option<BankName>,
    /// The account on invoices.
    pub invoice_account: Option<Concealed>,
}

/// How far a profile has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ProfileState {
    /// Being filled in, or changed since a centre looked at it.
    Open,
    /// Handed to a centre.
    Submitted {
        /// On which site.
        site: SiteCode,
        /// The last day of the certificate it was handed in with.
        certificate_ends: Option<Date>,
        /// Whom that certificate named.
        #[serde(default)]
        holder: Option<OrganisationName>,
    },
    /// Sent back by the centre.
    Returned {
        /// On which site.
        site: SiteCode,
        /// Why, as the organisation reads it.
        reason: String,
    },
    /// Verified by the centre's staff.
    Verified {
        /// On which site.
        site: SiteCode,
        /// When.
        at: Timestamp,
        /// The last day on which that counts.
        until: Date,
        /// Whom the certificate named that it was handed in with.
        #[serde(default)]
        holder: Option<OrganisationName>,
    },
}

impl ProfileState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted { .. } => "submitted",
            Self::Returned { .. } => "returned",
            Self::Verified { .. } => "verified",
        }
    }

    /// The site whose centre has to do with it.
    #[must_use]
    pub const fn site(&self) -> Option<SiteCode> {
        match self {
            Self::Open => None,
            Self::Submitted { site, .. } | Self::Returned { site, .. } | Self::Verified { site, .. } => Some(*site),
        }
    }
}

/// Where a profile stands on a day. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileStanding {
    /// Something is missing for credit.
    Incomplete,
    /// Nothing is.
    Complete,
    /// A centre looks at it.
    Submitted,
    /// The centre sent it back.
    Returned,
    /// The centre verified it.
    Verified,
    /// It was verified, too long ago, by papers that have ended since, or for a name that its renewed certificate does not have.
    Stale,
}

impl ProfileStanding {
    /// Its name in tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Incomplete => "incomplete",
            Self::Complete => "complete",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Verified => "verified",
            Self::Stale => "stale",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Incomplete => "待完善",
            Self::Complete => "已完善，待提交核验",
            Self::Submitted => "核验中",
            Self::Returned => "核验退回",
            Self::Verified => "已核验",
            Self::Stale => "核验已过期，请更新后重新提交",
        }
    }
}

/// A profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterpriseProfile {
    /// Fixed at birth.
    pub facts: ProfileFacts,
    /// What was filled in.
    pub content: ProfileContent,
    /// The files that stand, in the order they were handed in.
    pub files: Vec<ProfileFile>,
    /// How far it has come.
    pub state: ProfileState,
    /// Events so far.
    pub version: u32,
}

impl EnterpriseProfile {
    /// The name it was verified for, where its certificate says `holder` by now: the organisation has been renamed.
    #[must_use]
    pub fn renamed(&self, holder: &OrganisationName) -> Option<&OrganisationName> {
        match &self.state {
            ProfileState::Verified { holder: before, .. } => {
                Some(before.as_ref().unwrap_or(&self.facts.organisation.name)).filter(|before| *before != holder)
            }
            ProfileState::Open | ProfileState::Submitted { .. } | ProfileState::Returned { .. } => None,
        }
    }

    /// Where it stands at `now`, while its organisation's certificate says `holder`.
    #[must_use]
    pub fn standing(&self, holder: &OrganisationName, now: Timestamp) -> ProfileStanding {
        let today = now.date();
        let whole = self.missing(ProfileNeed::Credit, today).is_empty();
        match &self.state {
            ProfileState::Open if whole => ProfileStanding::Complete,
            ProfileState::Open => ProfileStanding::Incomplete,
            ProfileState::Submitted { .. } => ProfileStanding::Submitted,
            ProfileState::Returned { .. } => ProfileStanding::Returned,
            ProfileState::Verified { until, .. } if whole && today <= *until && self.renamed(holder).is_none() => ProfileStanding::Verified,
            ProfileState::Verified { .. } => ProfileStanding::Stale,
        }
    }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::ProfileStateForbids)
}
