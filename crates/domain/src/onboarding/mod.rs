//! Onboarding (机构接入, Hunan manual chapter 3): how an institution comes to sell on one site. It applies (准入申请), is admitted by the
//! trading centre, asks for acceptance (验收申请) of its interface or its hosted seal, is accepted, put live, paused, taken down.
//!
//! Admission is a site's: the same institution, known by its 18-character code, has one onboarding on each.

pub mod apply;
pub mod choose_prefectures;
pub mod decide;
mod decision;
mod event;
pub mod file_report;
mod follows;
pub mod request_acceptance;

pub use decision::{Decision, DecisionKind, REASON_LENGTH};
pub use event::OnboardingEvent;

use crate::document::{Attachment, StoredFile};
use crate::id::{InstitutionId, OnboardingId};
use crate::institution::{Connection, InstitutionKind, InterfaceVersion};
use crate::party::{BankAccount, FullName, Mobile, OrganisationName, Uscc};
use crate::refusal::Refusal;
use crate::site::{Outlet, SiteCode};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Characters of an introduction.
pub const INTRODUCTION_LENGTH: RangeInclusive<usize> = 10..=1_000;
/// Most attachments of one form.
pub const ATTACHMENTS_MAX: usize = 5;

/// What is fixed when an institution first applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnboardingFacts {
    /// Which.
    pub id: OnboardingId,
    /// On which site.
    pub site: SiteCode,
    /// Who: identity is the code, names change.
    pub uscc: Uscc,
    /// When it first applied.
    pub applied_at: Timestamp,
}

/// What the institution says of itself (准入申请).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Registered name.
    pub name: OrganisationName,
    /// What kind.
    pub kind: InstitutionKind,
    /// What buyers read about it.
    pub introduction: String,
    /// Whom the centre calls.
    pub contact: FullName,
    /// The contact's mobile, which proves who asks about the progress.
    pub mobile: Mobile,
    /// Authorisation, application form.
    pub attachments: Vec<Attachment>,
}

/// What the institution hands in for acceptance (验收申请).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The name on lists.
    pub short_name: String,
    /// How it wants to work.
    pub connection: Connection,
    /// Where fees are paid.
    pub account: BankAccount,
    /// Its logo, a picture.
    pub logo: Option<Attachment>,
    /// Whom the centre calls.
    pub contact: FullName,
    /// The contact's mobile.
    pub mobile: Mobile,
    /// Proofs.
    pub attachments: Vec<Attachment>,
}

/// A conformance run over an institution's interface, as a report that the platform signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConformanceReport {
    /// The address that was tried.
    pub address: String,
    /// Checks that passed.
    pub passed: u32,
    /// Checks that did not.
    pub failed: u32,
    /// Which version of the interface it proves.
    #[serde(default)]
    pub proved: InterfaceVersion,
    /// When it was run.
    pub ran_at: Timestamp,
    /// The signed report.
    pub file: StoredFile,
}

/// A decision that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What is proposed.
    pub decision: Decision,
    /// SM3 fingerprint of the certificate of whoever proposed it.
    pub by: String,
}

/// Where an onboarding stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum OnboardingState {
    /// The centre has not decided about the application.
    Applied,
    /// Not admitted; it may apply again.
    Refused {
        /// Why.
        reason: String,
    },
    /// Admitted: acceptance can be asked for.
    Admitted {
        /// Why the last request was sent back, if one was.
        returned: Option<String>,
    },
    /// The centre has not decided about the acceptance.
    UnderAcceptance,
    /// Accepted, not yet live.
    Accepted,
    /// On sale.
    Live,
    /// Takes no new applications; those under way go on.
    Paused {
        /// What buyers read.
        notice: String,
    },
    /// Taken down: nothing is issued.
    Offline {
        /// Why.
        reason: String,
    },
}

impl OnboardingState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused { .. } => "refused",
            Self::Admitted { .. } => "admitted",
            Self::UnderAcceptance => "under_acceptance",
            Self::Accepted => "accepted",
            Self::Live => "live",
            Self::Paused { .. } => "paused",
            Self::Offline { .. } => "offline",
        }
    }

    /// The word on the staff's screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Applied => "准入待审核",
            Self::Refused { .. } => "准入不通过",
            Self::Admitted { .. } => "准入通过",
            Self::UnderAcceptance => "上线待审核",
            Self::Accepted => "验收通过",
            Self::Live => "已上线",
            Self::Paused { .. } => "暂停受理",
            Self::Offline { .. } => "已下线",
        }
    }

    /// The answer to whoever asks for acceptance (Hunan manual 3.2); `None` when the form is shown.
    #[must_use]
    pub const fn acceptance_answer(&self) -> Option<&'static str> {
        match self {
            Self::Applied => Some("您的准入资质核验中，请稍后查询"),
            Self::Refused { .. } => Some("抱歉，您的准入资质核验不通过，无法提交验收申请"),
            Self::Admitted { .. } => None,
            Self::UnderAcceptance | Self::Accepted | Self::Live | Self::Paused { .. } => {
                Some("您的接口待验收或者验收通过，无法重复提交验收申请")
            }
            Self::Offline { .. } => Some("抱歉，您的金融机构已下线，无法提交验收申请"),
        }
    }

    /// The answer to whoever asks for the progress of the admission (Hunan manual 3.3).
    #[must_use]
    pub const fn progress_answer(&self) -> &'static str {
        match self {
            Self::Applied => "您的准入资质核验中！",
            Self::Refused { .. } => "您的准入资质核验不通过！",
            Self::Admitted { .. } | Self::UnderAcceptance | Self::Accepted | Self::Live | Self::Paused { .. } | Self::Offline { .. } => {
                "您的准入资质核验通过！"
            }
        }
    }

    /// Whether the institution was ever let in (接入成功): put live, or taken down after it was accepted.
    #[must_use]
    pub const fn was_let_in(&self) -> bool {
        match self {
            Self::Live | Self::Paused { .. } | Self::Offline { .. } => true,
            Self::Applied | Self::Refused { .. } | Self::Admitted { .. } | Self::UnderAcceptance | Self::Accepted => false,
        }
    }

    /// What buyers are told of the institution.
    #[must_use]
    pub fn presence(&self) -> Presence {
        match self {
            Self::Live => Presence::Live,
            Self::Paused { notice } => Presence::Paused { notice: notice.clone() },
            Self::Applied
            | Self::Refused { .. }
            | Self::Admitted { .. }
            | Self::UnderAcceptance
            | Self::Accepted
            | Self::Offline { .. } => Presence::Absent,
        }
    }
}

/// Whether an institution sells on a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It sells.
    Live,
    /// It sells nothing new; those under way go on.
    Paused {
        /// What buyers read.
        notice: String,
    },
    /// It is not there: nothing is offered, nothing is issued.
    Absent,
}

impl Presence {
    /// The same at an outlet of the site: in a prefecture that the institution left out it is not there. `prefectures` as
    /// [`Onboarding::prefectures`].
    #[must_use]
    pub fn at(self, outlet: Outlet, prefectures: Option<&BTreeSet<SiteCode>>) -> Self {
        let left_out = outlet.site != outlet.admitted_by && prefectures.is_some_and(|chosen| !chosen.contains(&outlet.site));
        if left_out { Self::Absent } else { self }
    }
}

/// An onboarding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onboarding {
    /// Fixed at birth.
    pub facts: OnboardingFacts,
    /// What the institution says of itself, as last applied.
    pub profile: Profile,
    /// What it handed in for acceptance, as last asked.
    pub acceptance: Option<Acceptance>,
    /// The institution it became, once acceptance was asked for.
    pub institution: Option<InstitutionId>,
    /// The last conformance report.
    pub report: Option<ConformanceReport>,
    /// The decision that waits for a second person.
    pub proposal: Option<Proposal>,
    /// The prefectures of the province in which it sells; `None` for all there are and will be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefectures: Option<BTreeSet<SiteCode>>,
    /// Where it stands.
    pub state: OnboardingState,
    /// Events so far.
    pub version: u32,
}

impl Onboarding {
    /// Whether the institution was ever let in at this outlet: not in a prefecture that it leaves out.
    #[must_use]
    pub fn was_let_in_at(&self, outlet: Outlet) -> bool {
        let left_out = outlet.site != outlet.admitted_by && self.prefectures.as_ref().is_some_and(|chosen| !chosen.contains(&outlet.site));
        self.state.was_let_in() && !left_out
    }

    /// Whether this mobile is a contact's, and so may ask how it stands.
    #[must_use]
    pub fn is_contact(&self, mobile: &Mobile) -> bool {
        self.profile.mobile == *mobile || self.acceptance.as_ref().is_some_and(|acceptance| acceptance.mobile == *mobile)
    }
}

const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::OnboardingStateForbids)
}
