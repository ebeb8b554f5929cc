//! Applications (订单): one applicant asks one guarantor for one guarantee on one lot.
//!
//! The machine: a draft is described and submitted (signed), awaits its payment, is reviewed by a person where the product
//! asks for one, is issued. It can be withdrawn while unpaid, lapses when unpaid too long, and can be declined after
//! payment, whereupon the fee is owed back.

pub mod accept;
pub mod agree;
pub mod approve;
pub mod attach;
pub mod cashier;
pub mod close;
pub mod command;
mod consent;
pub mod decline;
pub mod describe;
pub mod draft;
pub mod endorse;
mod event;
mod follows;
pub mod halt;
pub mod hold;
pub mod honour;
pub mod issue;
pub mod lapse;
pub mod reach;
pub mod reapply;
pub mod refuse;
pub mod reword;
pub mod settle;
pub mod submit;
pub mod substantiate;
pub mod win;
pub mod withdraw;

pub use command::{Command, available};
pub use consent::{BriefingConsent, BriefingOpening, BriefingText, ProvedMobile};
pub use event::ApplicationEvent;

use crate::credit_line::CreditNeed;
use crate::document::StoredFile;
use crate::id::{ApplicationId, GuaranteeId, InstitutionId, LotId, PaymentId, ProductId, SpecialFormId};
use crate::institution::InstitutionKind;
use crate::lot::{KnownLot, SignedLot, TenderedLot};
use crate::money::Cny;
use crate::number::{ApplicationNumber, CheckCode, GuaranteeNumber};
use crate::party::{OrganisationName, Party, Representative, Uscc};
use crate::product::{GuaranteeKind, PaymentStyle};
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp};
use crate::underlying::{Underlying, UnderlyingPaper};
use serde::{Deserialize, Serialize};

/// The guarantor as it stands on the application, fixed when the draft was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarantor {
    /// Which institution.
    pub institution: InstitutionId,
    /// Registered name.
    pub name: OrganisationName,
    /// Unified social credit code.
    pub uscc: Uscc,
    /// What kind.
    pub kind: InstitutionKind,
}

/// What is fixed when an application is drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationFacts {
    /// Which application.
    pub id: ApplicationId,
    /// The number people see (订单编号).
    pub number: ApplicationNumber,
    /// The site.
    pub site: SiteCode,
    /// What is secured.
    pub kind: GuaranteeKind,
    /// Who asks.
    pub applicant: Party,
    /// Who is asked.
    pub guarantor: Guarantor,
    /// For which lot.
    pub lot: TenderedLot,
    /// Which product.
    pub product: ProductId,
    /// The product's wording, `kind/version`.
    pub wording: String,
    /// Guaranteed amount.
    pub amount: Cny,
    /// The fee quoted.
    pub fee: Cny,
    /// Whether settlement alone releases the letter.
    pub automatic: bool,
    /// Whether the institution works with its own system, which then decides and issues.
    #[serde(default)]
    pub own_system: bool,
    /// How the fee is paid.
    #[serde(default)]
    pub payment_style: PaymentStyle,
    /// Whether so much of the applicant's credit is reserved with it: its product or its site demands credit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_credit: bool,
    /// Whether the phone it names has to be proved by a code before it is submitted (Henan manual 3.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub proves_mobile: bool,
    /// Last day of the guarantee.
    pub expiry: Date,
    /// When it was drafted.
    pub drafted_at: Timestamp,
}

/// An institution's cashier page for one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cashier {
    /// Its address, below the institution's own.
    pub url: String,
    /// Until when it counts.
    pub until: Timestamp,
}

/// The applicant's seal on the agreement. The document itself is a function of the application and the instant it was prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedAgreement {
    /// When the document was prepared.
    pub prepared_at: Timestamp,
    /// The signature structure (GB/T 38540), stored.
    pub signature: StoredFile,
}

/// A letter's number and check code here, fixed at submission, so that a letter that an institution's own system makes can bear them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    /// The number.
    pub number: GuaranteeNumber,
    /// The code beside it.
    pub check_code: CheckCode,
}

/// What an application that is paid for has heard of its lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardLot {
    /// The lot as it is now.
    pub lot: TenderedLot,
    /// The security it asks for now.
    pub amount: Cny,
}

/// What an award gives to the application for the performance guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Won {
    /// The contract that was entered for it.
    pub contract: LotId,
    /// What it secures.
    pub underlying: Underlying,
    /// The award notice, where the award rests on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<UnderlyingPaper>,
}

/// Who declined an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decliner {
    /// The guarantor's staff.
    #[default]
    Staff,
    /// The institution's own system.
    Institution,
    /// A rule of the platform: bids are opened, the tender was aborted, or its lot has changed so that what was signed will not do.
    Rule,
}

/// Why an application cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Halt {
    /// The institution takes nothing new; what was signed goes on.
    Paused,
    /// The institution was taken down; nothing is issued.
    Gone,
}

/// How the name of a wording begins that is a special form.
pub const WORDING_PREFIX: &str = "special/";

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ApplicationState {
    /// Being filled in; nothing is owed.
    Draft {
        /// The special form that is waited for, if one is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waits_for: Option<SpecialFormId>,
    },
    /// Signed; the fee is due.
    AwaitingPayment {
        /// Its payment.
        payment: PaymentId,
        /// When it lapses unpaid.
        until: Timestamp,
        /// Where the institution's cashier is, once its system has said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cashier: Option<Cashier>,
    },
    /// Paid; a person at the guarantor decides.
    UnderReview {
        /// Its payment.
        payment: PaymentId,
        /// SM3 fingerprint of the certificate of whoever endorsed it, once somebody has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        endorsed_by: Option<String>,
        /// The code of the refusal that kept the letter from being issued, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        held: Option<String>,
    },
    /// Paid and approved; the letter is being made.
    Issuing {
        /// Its payment.
        payment: PaymentId,
    },
    /// The letter is out.
    Issued {
        /// Its payment.
        payment: PaymentId,
        /// Its guarantee.
        guarantee: GuaranteeId,
    },
    /// Withdrawn by the applicant before payment (订单关闭).
    Withdrawn {
        /// Its payment, when it had been submitted.
        payment: Option<PaymentId>,
    },
    /// Not paid in time (已取消).
    Lapsed {
        /// Its payment.
        payment: PaymentId,
        /// When the period ended.
        #[serde(default)]
        until: Option<Timestamp>,
    },
    /// Declined; what was paid goes back. A draft is declined by rule alone (按规则关闭).
    Declined {
        /// Its payment, when it had been submitted.
        #[serde(default)]
        payment: Option<PaymentId>,
        /// Why, as the applicant reads it.
        reason: String,
        /// By whom.
        #[serde(default)]
        by: Decliner,
    },
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Fixed at birth.
    pub facts: ApplicationFacts,
    /// Who handles it for the applicant; needed before submission.
    pub representative: Option<Representative>,
    /// Who prepared it last: what the person's session was known by; empty before anybody did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prepared_by: String,
    /// What it secures beyond its lot, once stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub underlying: Option<Box<Underlying>>,
    /// The day that what it secures has to be covered until, where a rule says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_until: Option<Date>,
    /// The papers that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<UnderlyingPaper>,
    /// What its lot was won with, once the performance guarantee follows on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub won: Option<Box<Won>>,
    /// What was agreed to before it could be submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<BriefingConsent>,
    /// The phone that was proved; not once another is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved: Option<ProvedMobile>,
    /// Whether the letter carries the English parallel text, where its wording has one.
    #[serde(default)]
    pub english: bool,
    /// The wording of the letter, `kind/version`: the product's, or a special form that was agreed.
    pub wording: String,
    /// SM3 of the letter's terms that the applicant signed, hexadecimal; known once submitted.
    pub signed_terms: Option<String>,
    /// The agreement as the applicant sealed it; known once submitted.
    #[serde(default)]
    pub agreement: Option<SignedAgreement>,
    /// What the letter is numbered here; known once submitted, of institutions with their own system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbered: Option<Numbered>,
    /// Whether the institution's own system has accepted it. Beside the state, because it outlives one: the word may come before payment or
    /// after, and is written down once.
    #[serde(default)]
    pub accepted: bool,
    /// When bids are opened, where that has changed since it was drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Timestamp>,
    /// What was heard of its lot since it was signed, where that differs: what was signed stays signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<HeardLot>,
    /// Why it cannot go on, while its institution does not sell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub halt: Option<Halt>,
    /// Where it stands.
    pub state: ApplicationState,
    /// Events so far.
    pub version: u32,
}

impl ApplicationFacts {
    /// Whether both ask the same institution for the same under the same terms: only number and time differ.
    #[must_use]
    pub fn is_same_choice(&self, other: &Self) -> bool {
        // The last day also follows from what is stated later, where something is.
        let expiry = if Underlying::is_asked_of(self.kind) { self.expiry } else { other.expiry };
        *self == Self { id: self.id, number: self.number.clone(), drafted_at: self.drafted_at, expiry, ..other.clone() }
    }
}

impl Application {
    /// What it says of its lot: what is signed, or was.
    #[must_use]
    pub const fn signed(&self) -> SignedLot<'_> {
        SignedLot { lot: &self.facts.lot, amount: self.facts.amount, expiry: self.facts.expiry }
    }

    /// When bids are opened, as far as the application has heard. What decides is [`KnownLot`].
    #[must_use]
    pub fn opens_at(&self) -> Timestamp {
        self.opening.unwrap_or_else(|| self.facts.lot.opens_at())
    }

    /// The word on the guarantor's screens: which of the two persons it waits for.
    #[must_use]
    pub fn desk_label(&self) -> &'static str {
        match &self.state {
            ApplicationState::UnderReview { endorsed_by: Some(_), .. } => "待复核",
            ApplicationState::UnderReview { endorsed_by: None, .. } => "待初审",
            ApplicationState::Draft { .. }
            | ApplicationState::AwaitingPayment { .. }
            | ApplicationState::Issuing { .. }
            | ApplicationState::Issued { .. }
            | ApplicationState::Withdrawn { .. }
            | ApplicationState::Lapsed { .. }
            | ApplicationState::Declined { .. } => self.state.label(),
        }
    }

    /// Whether it is being filled in.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        matches!(self.state, ApplicationState::Draft { .. })
    }

    /// Whether its letter is being made.
    const fn is_issuing(&self) -> bool {
        matches!(self.state, ApplicationState::Issuing { .. })
    }

    /// The special form that a draft waits for.
    #[must_use]
    pub const fn waits_for(&self) -> Option<SpecialFormId> {
        if let ApplicationState::Draft { waits_for } = self.state { waits_for } else { None }
    }

    /// The institution's cashier, while the fee is awaited and its system has said where.
    #[must_use]
    pub const fn cashier(&self) -> Option<&Cashier> {
        if let ApplicationState::AwaitingPayment { cashier, .. } = &self.state { cashier.as_ref() } else { None }
    }

    /// SM3 fingerprint of the certificate of whoever endorsed it, while a second person has to decide.
    #[must_use]
    pub fn endorsed_by(&self) -> Option<&str> {
        if let ApplicationState::UnderReview { endorsed_by, .. } = &self.state { endorsed_by.as_deref() } else { None }
    }

    /// Whether its letter was released and only the institution's being away keeps it.
    fn awaits_return(&self) -> bool {
        self.held() == Some(Refusal::InstitutionAbsent.code())
    }

    /// The code of the refusal that kept its letter from being issued, while a person has to decide.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        if let ApplicationState::UnderReview { held, .. } = &self.state { held.as_deref() } else { None }
    }

    /// Until when the fee is awaited, while it is.
    #[must_use]
    pub const fn due_until(&self) -> Option<Timestamp> {
        match &self.state {
            ApplicationState::AwaitingPayment { until, .. } => Some(*until),
            ApplicationState::Draft { .. }
            | ApplicationState::UnderReview { .. }
            | ApplicationState::Issuing { .. }
            | ApplicationState::Issued { .. }
            | ApplicationState::Withdrawn { .. }
            | ApplicationState::Lapsed { .. }
            | ApplicationState::Declined { .. } => None,
        }
    }

    /// When the period ended in which it was not paid, as far as was known.
    #[must_use]
    pub const fn lapsed_at(&self) -> Option<Timestamp> {
        if let ApplicationState::Lapsed { until, .. } = self.state { until } else { None }
    }

    /// Whether the phone that it names still has to be proved.
    #[must_use]
    pub fn awaits_proof(&self) -> bool {
        let named = self.representative.as_ref().map(|representative| &representative.mobile);
        self.facts.proves_mobile && (named.is_none() || self.proved.as_ref().map(|proved| &proved.mobile) != named)
    }

    /// What it takes of a credit line, where it needs credit.
    #[must_use]
    pub const fn needs(&self) -> CreditNeed {
        CreditNeed { kind: self.facts.kind, amount: self.facts.amount }
    }

    /// Its guarantee, once issued.
    #[must_use]
    pub const fn guarantee(&self) -> Option<GuaranteeId> {
        match &self.state {
            ApplicationState::Issued { guarantee, .. } => Some(*guarantee),
            ApplicationState::Draft { .. }
            | ApplicationState::AwaitingPayment { .. }
            | ApplicationState::UnderReview { .. }
            | ApplicationState::Issuing { .. }
            | ApplicationState::Withdrawn { .. }
            | ApplicationState::Lapsed { .. }
            | ApplicationState::Declined { .. } => None,
        }
    }

    /// Its payment, once submitted.
    #[must_use]
    pub const fn payment(&self) -> Option<PaymentId> {
        match &self.state {
            ApplicationState::AwaitingPayment { payment, .. }
            | ApplicationState::UnderReview { payment, .. }
            | ApplicationState::Issuing { payment }
            | ApplicationState::Issued { payment, .. }
            | ApplicationState::Lapsed { payment, .. } => Some(*payment),
            ApplicationState::Withdrawn { payment } | ApplicationState::Declined { payment, .. } => *payment,
            ApplicationState::Draft { .. } => None,
        }
    }
}

impl ApplicationState {
    /// The state's name in the database, the transition table and page code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::AwaitingPayment { .. } => "awaiting_payment",
            Self::UnderReview { .. } => "under_review",
            Self::Issuing { .. } => "issuing",
            Self::Issued { .. } => "issued",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Lapsed { .. } => "lapsed",
            Self::Declined { by: Decliner::Rule, .. } => "closed",
            Self::Declined { by: Decliner::Staff | Decliner::Institution, .. } => "declined",
        }
    }

    /// Every state by its name, with the word on screens, from the Hunan manual where it has one; in the order an application goes through
    /// them.
    pub const NAMED: [(&'static str, &'static str); 9] = [
        ("draft", "待提交"),
        ("awaiting_payment", "等待支付"),
        ("under_review", "审核中"),
        ("issuing", "出函中"),
        ("issued", "成功出函"),
        ("declined", "审核退回"),
        ("closed", "按规则关闭"),
        ("lapsed", "已取消"),
        ("withdrawn", "订单关闭"),
    ];

    /// The word on screens, where the site has none of its own.
    #[must_use]
    pub fn label(&self) -> &'static str {
        Self::NAMED.iter().find(|(code, _)| *code == self.code()).map_or("", |(_, label)| label)
    }
}

/// Whether a person at the guarantor may still release it: a letter after bid opening secures nothing, nor does one over another sum or to
/// somebody else than the lot asks for by now, and none is issued for an institution that was taken down.
fn releasable(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    decline::check(application)?;
    lot.tendered(now)?;
    lot.fits(application.signed())?;
    if application.halt == Some(Halt::Gone) { Err(Refusal::InstitutionGone) } else { Ok(()) }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::ApplicationStateForbids)
}
