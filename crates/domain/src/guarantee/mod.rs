//! Guarantees (保函): what was promised, under which number, in which bytes.

mod follows;
pub mod reach;
mod terms;

pub use terms::LetterTerms;

use crate::application::{Application, Guarantor, Numbered};
use crate::document::Documents;
use crate::id::{ApplicationId, GuaranteeId};
use crate::lot::{AbortReason, SignedLot, TenderedLot};
use crate::money::Cny;
use crate::number::{CheckCode, GuaranteeNumber};
use crate::party::Party;
use crate::product::GuaranteeKind;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// A guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarantee {
    /// Which guarantee.
    pub id: GuaranteeId,
    /// Its number; with [`Guarantee::check_code`] it may be asked about by anyone.
    pub number: GuaranteeNumber,
    /// The number the institution's own system gave it, which its letter carries.
    #[serde(default)]
    pub issuer_number: Option<String>,
    /// The code printed beside the number.
    pub check_code: CheckCode,
    /// The application it came from.
    pub application: ApplicationId,
    /// The site.
    pub site: SiteCode,
    /// What is secured.
    pub kind: GuaranteeKind,
    /// For whom.
    pub applicant: Party,
    /// By whom.
    pub guarantor: Guarantor,
    /// For which lot.
    pub lot: TenderedLot,
    /// How much.
    pub amount: Cny,
    /// SM3 of the terms the applicant signed, hexadecimal.
    pub terms_digest: String,
    /// When it was issued, and from when it is in force (法释〔2016〕24号 art. 4).
    pub issued_at: Timestamp,
    /// Last day, included.
    pub expiry: Date,
    /// What was handed over. Immutable (HR-11).
    pub documents: Documents,
    /// What it has heard of its lot since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<LotHeard>,
    /// Events so far.
    pub version: u32,
}

/// What happened to a guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum GuaranteeEvent {
    /// It was issued.
    Issued {
        /// All of it; the version is 1.
        guarantee: Box<Guarantee>,
    },
    /// Something has happened to its lot.
    LotHeard {
        /// What is known of it now.
        heard: LotHeard,
    },
}

impl GuaranteeEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Issued { .. } => "guarantee.issued",
            Self::LotHeard { .. } => "guarantee.lot_heard",
        }
    }
}

/// What a guarantee has heard of its lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotHeard {
    /// When bids are opened, as was announced last.
    pub opens_at: Timestamp,
    /// The last day it ought to reach, where that is later than its own: it is to be extended.
    pub needed: Option<Date>,
    /// Whether it promises another sum, or somebody else, than the lot asks for by now.
    #[serde(default)]
    pub differs: bool,
    /// Whether its centre has said that bids were opened, or what became of them after.
    #[serde(default)]
    pub opened: bool,
    /// Whether the tender was aborted.
    pub aborted: bool,
    /// Why it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AbortReason>,
}

impl LotHeard {
    /// What is known when nothing has been heard but when bids are opened.
    const fn announced(opens_at: Timestamp) -> Self {
        Self { opens_at, needed: None, differs: false, opened: false, aborted: false, reason: None }
    }
}

/// What the time makes of a guarantee. Computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Issued, bids not opened (已出函未开标).
    BeforeOpening,
    /// In force (生效中).
    InForce,
    /// Past its last day (已失效).
    Expired,
}

impl Standing {
    /// Every standing, in the order in which a letter goes through them.
    pub const ALL: [Self; 3] = [Self::BeforeOpening, Self::InForce, Self::Expired];

    /// Its name in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeOpening => "before_opening",
            Self::InForce => "in_force",
            Self::Expired => "expired",
        }
    }

    /// The standing with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// The word on screens, where the site has none of its own.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::BeforeOpening => "已出函未开标",
            Self::InForce => "生效中",
            Self::Expired => "已失效",
        }
    }
}

impl Guarantee {
    /// The guarantee that an application comes to.
    #[must_use]
    pub fn of(id: GuaranteeId, application: &Application, numbered: Numbered, documents: Documents, issued_at: Timestamp) -> Self {
        let facts = application.facts.clone();
        Self {
            id,
            number: numbered.number,
            issuer_number: None,
            check_code: numbered.check_code,
            application: facts.id,
            site: facts.site,
            kind: facts.kind,
            applicant: facts.applicant,
            guarantor: facts.guarantor,
            lot: facts.lot,
            amount: facts.amount,
            terms_digest: application.signed_terms.clone().unwrap_or_default(),
            issued_at,
            expiry: facts.expiry,
            documents,
            heard: application.opening.map(LotHeard::announced),
            version: 1,
        }
    }

    /// The guarantee after its first event.
    #[must_use]
    pub fn born(event: &GuaranteeEvent) -> Option<Self> {
        match event {
            GuaranteeEvent::Issued { guarantee } => Some((**guarantee).clone()),
            GuaranteeEvent::LotHeard { .. } => None,
        }
    }

    /// The only writer of what happens to it after.
    pub fn apply(&mut self, event: &GuaranteeEvent) {
        self.version += 1;
        match event {
            GuaranteeEvent::Issued { .. } => {}
            GuaranteeEvent::LotHeard { heard } => self.heard = Some(heard.clone()),
        }
    }

    /// What it says of its lot.
    #[must_use]
    pub const fn signed(&self) -> SignedLot<'_> {
        SignedLot { lot: &self.lot, amount: self.amount, expiry: self.expiry }
    }

    /// What it has heard of its lot, or else what it says of it.
    fn knows(&self) -> LotHeard {
        self.heard.clone().unwrap_or_else(|| LotHeard::announced(self.lot.opens_at()))
    }

    /// When bids are opened, as far as it has heard.
    #[must_use]
    pub fn opens_at(&self) -> Timestamp {
        self.knows().opens_at
    }

    /// Where it stands at `now`.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Standing {
        if now >= self.ends_at() {
            Standing::Expired
        } else if self.in_force_from().is_some_and(|from| now >= from) {
            Standing::InForce
        } else {
            Standing::BeforeOpening
        }
    }

    /// From when it is in force: from its issue where nobody competes for what it is about or its centre has said that bids were opened, else from
    /// the opening as it has heard of it; `None` where the tender was aborted before.
    #[must_use]
    pub fn in_force_from(&self) -> Option<Timestamp> {
        let known = self.knows();
        if known.opened || !self.lot.subject().is_competed_for() {
            Some(self.issued_at)
        } else if known.aborted {
            None
        } else {
            Some(known.opens_at)
        }
    }
}
