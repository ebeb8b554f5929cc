//! Lots (标段): what is tendered, by whom, and what security it asks for. What else a guarantee may be about, an auction item, a contract or
//! a project, has the same facts under other words ([`Subject`]) and is a lot in the code.

pub mod confirm;
pub mod correct;
mod difference;
mod event;
mod evidence;
mod follows;
pub mod history;
mod known;
mod number;
mod progress;
mod report;
mod subject;
mod tendered;
mod trade;
pub mod wanted;

pub use difference::{Difference, Differs, SignedLot};
pub use event::LotEvent;
pub use evidence::{ADDRESS_MAX, Confirmation, Evidence, EvidenceFile};
pub use known::KnownLot;
pub use number::{LotNumber, NotALotNumber};
pub use progress::{AbortReason, LotProgress};
pub use report::{announce_candidates, change_opening, change_validity, progress, report};
pub use subject::{Subject, SubjectWords};
pub use tendered::{LotCommitment, TenderedLot};
pub use trade::Trade;
pub use wanted::Wanted;

use crate::id::{ApplicationId, LotId, OrganisationId};
use crate::money::Cny;
use crate::party::{OrganisationName, Uscc};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How a lot came onto the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LotOrigin {
    /// From the trading centre's feed.
    Feed,
    /// Typed in by an applicant (增加项目). Only that organisation sees it: a listed one would tell who bids (HR-10).
    EnteredBy(OrganisationId),
}

/// The tenderee (招标人): beneficiary of a bid guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenderee {
    /// Registered name.
    pub name: OrganisationName,
    /// Unified social credit code, where the feed gives one.
    pub uscc: Option<Uscc>,
}

/// A candidate for the award (中标候选人).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Registered name.
    pub name: OrganisationName,
    /// Unified social credit code.
    pub uscc: Uscc,
}

/// A lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Which lot.
    pub id: LotId,
    /// The site that publishes it.
    pub site: SiteCode,
    /// What it is.
    #[serde(default, skip_serializing_if = "Subject::is_lot")]
    pub subject: Subject,
    /// What is traded, as far as anybody has said.
    #[serde(default, skip_serializing_if = "Trade::is_other")]
    pub trade: Trade,
    /// Number (标段编号).
    pub number: LotNumber,
    /// Name (标段名称), at most 200 characters.
    pub name: String,
    /// The tenderee; of another subject whoever becomes the beneficiary.
    pub tenderee: Tenderee,
    /// The tenderee's agency (招标代理), if any.
    pub agency: Option<OrganisationName>,
    /// Required bid security (投标保证金); of another subject the amount to be secured.
    pub bid_security: Cny,
    /// Estimated contract price (合同估算价), where published.
    pub estimate: Option<Cny>,
    /// Bid opening (开标时间), which is also the deadline: no letter is issued from then on (F-2). Of an auction item it is the end of bidding.
    /// Of a contract or a project it is the instant by which the letter has to be handed in, as the other side asked: the same holds, so
    /// that nobody pays for a letter that comes too late; who has been given longer says so before applying.
    pub opens_at: Timestamp,
    /// Bid validity in days (投标有效期), where published. Of a contract or a project the days it takes from the deadline on, always known.
    pub valid_days: Option<u32>,
    /// Where it came from.
    pub origin: LotOrigin,
    /// How far the tender has come.
    #[serde(default)]
    pub progress: LotProgress,
    /// When bids were opened, once it has come further than that: what was opened stays opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Timestamp>,
    /// When the report was announced that it stands after, where its centre said so.
    #[serde(default)]
    pub reported_at: Option<Timestamp>,
    /// When its opening was announced, where its centre said so.
    #[serde(default)]
    pub opening_announced_at: Option<Timestamp>,
    /// When its bid validity was announced, where its centre said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity_announced_at: Option<Timestamp>,
    /// The candidates as announced, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// When they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidates_announced_at: Option<Timestamp>,
    /// Of a contract that was won with a letter of this platform: the application for that letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won_by: Option<ApplicationId>,
    /// Where it stands that it is tendered, of one that an applicant typed in.
    #[serde(default, skip_serializing_if = "Evidence::is_empty")]
    pub evidence: Evidence,
    /// How one that an applicant typed in stands with its centre.
    #[serde(default, skip_serializing_if = "Confirmation::is_unasked")]
    pub confirmation: Confirmation,
}

impl Lot {
    /// Longest name, in characters.
    pub const NAME_MAX: usize = 200;

    /// When bids were opened, where its centre has said so.
    #[must_use]
    pub const fn opened_at(&self) -> Option<Timestamp> {
        if let LotProgress::Opened { at } = self.progress { Some(at) } else { self.opened_at }
    }

    /// Whether bids are opened at `now`, by the clock or by its centre's word. A tender that was aborted before its time never is.
    #[must_use]
    pub fn is_opened(&self, now: Timestamp) -> bool {
        self.opened_from().is_some_and(|from| now >= from)
    }

    /// From when on bids count as opened, as a list can ask it; the beginning of time once its centre has said so, `None` where they never are.
    #[must_use]
    pub fn opened_from(&self) -> Option<Timestamp> {
        let always = Some(Timestamp::from_micros(0));
        match self.progress {
            LotProgress::Announced => Some(self.opens_at),
            LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => always,
            LotProgress::Aborted { at, .. } => always.filter(|_| self.opened_at.is_some() || at >= self.opens_at),
        }
    }

    /// In which place it is tendered: the prefecture that its number names, where its site has it; else its site itself.
    #[must_use]
    pub fn place(&self) -> SiteCode {
        self.number.division().filter(|division| self.site.covers(*division)).map_or(self.site, SiteCode::prefecture)
    }

    /// Until when it can be applied for; `None` when that is over whatever the clock says.
    #[must_use]
    pub const fn open_until(&self) -> Option<Timestamp> {
        match self.progress {
            LotProgress::Announced => Some(self.opens_at),
            LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } | LotProgress::Aborted { .. } => None,
        }
    }

    /// How far it has come at `now`, in a few words; `None` while it can be applied for.
    #[must_use]
    pub fn mark(&self, now: Timestamp) -> Option<String> {
        let words = self.subject.words();
        match &self.progress {
            LotProgress::Announced if !self.is_opened(now) => None,
            LotProgress::Announced | LotProgress::Opened { .. } => Some(format!("已{}", words.closing)),
            LotProgress::Awarded { .. } => Some("已定标".to_owned()),
            LotProgress::Contracted { .. } => Some("已签订合同".to_owned()),
            LotProgress::Aborted { code, .. } => Some(code.mark().to_owned()),
        }
    }

    /// What an applicant typed in as its centre has listed it since: the centre's facts count, whose it is stays (HR-10).
    #[must_use]
    pub fn as_listed(&self, listed: &Self) -> Self {
        Self { id: self.id, origin: self.origin, subject: self.subject, ..listed.clone() }
    }

    /// Whether a guarantee can be applied for.
    ///
    /// # Errors
    /// [`Refusal::LotAborted`]; [`Refusal::LotOpened`] by the clock, or by its centre's word.
    pub fn tendered(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.progress {
            LotProgress::Aborted { .. } => Err(Refusal::LotAborted),
            LotProgress::Opened { .. } | LotProgress::Awarded { .. } | LotProgress::Contracted { .. } => Err(Refusal::LotOpened),
            LotProgress::Announced if self.is_opened(now) => Err(Refusal::LotOpened),
            LotProgress::Announced => Ok(()),
        }
    }

    /// Whether members of `organisation` (`None`: the public) may know of this lot.
    #[must_use]
    pub fn is_visible_to(&self, organisation: Option<OrganisationId>) -> bool {
        match self.origin {
            LotOrigin::Feed => true,
            LotOrigin::EnteredBy(by) => organisation == Some(by),
        }
    }
}
