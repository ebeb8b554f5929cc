//! Products: what a guarantor offers on a site, at what fee, how fast.

pub mod change;
mod event;
mod fee;
mod follows;
pub mod forecast;
pub mod offer;
pub mod place;
mod quote;

pub use event::ProductEvent;
pub use fee::FeeRule;
pub use quote::{Quote, Wanted, quote};

use crate::id::{InstitutionId, ProductId};
use crate::lot::Subject;
use crate::money::Cny;
use crate::onboarding::Presence;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::hours::CLOSES;
use crate::time::{CalendarError, Date, Timestamp, WorkCalendar};
use serde::{Deserialize, Serialize};

/// What the guarantee secures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuaranteeKind {
    /// 投标保函.
    Bid,
    /// 履约保函.
    Performance,
    /// 预付款保函.
    AdvancePayment,
    /// 工程款支付保函.
    Payment,
    /// 质量保函.
    Warranty,
    /// 农民工工资保函.
    Wages,
}

impl GuaranteeKind {
    /// Every kind, in the order pages list them.
    pub const ALL: [Self; 6] = [Self::Bid, Self::Performance, Self::AdvancePayment, Self::Payment, Self::Warranty, Self::Wages];

    /// Its name in forms, on the wire, and as the kind of its wordings.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bid => "bid",
            Self::Performance => "performance",
            Self::AdvancePayment => "advance_payment",
            Self::Payment => "payment",
            Self::Warranty => "warranty",
            Self::Wages => "wages",
        }
    }

    /// The kind with this code, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word on screens and letters.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Bid => "投标保函",
            Self::Performance => "履约保函",
            Self::AdvancePayment => "预付款保函",
            Self::Payment => "工程款支付保函",
            Self::Warranty => "质量保函",
            Self::Wages => "农民工工资保函",
        }
    }

    /// The word on screens and papers where it is about this.
    #[must_use]
    pub const fn called(self, subject: Subject) -> &'static str {
        match (self, subject) {
            (Self::Bid, Subject::AuctionItem) => "竞买保函",
            (Self::Bid | Self::Performance | Self::AdvancePayment | Self::Payment | Self::Warranty | Self::Wages, _) => self.label(),
        }
    }

    /// What it is for, in a few words.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Bid => "替代投标保证金",
            Self::Performance => "替代履约保证金",
            Self::AdvancePayment => "担保预付款的返还",
            Self::Payment => "担保工程款的支付",
            Self::Warranty => "替代质量保证金",
            Self::Wages => "替代农民工工资保证金",
        }
    }

    /// Whether it can be about this: bids are for lots and auction items, whoever has a contract owes by it, and wages are those of a
    /// whole project.
    #[must_use]
    pub const fn fits(self, subject: Subject) -> bool {
        match self {
            Self::Bid => matches!(subject, Subject::Lot | Subject::AuctionItem),
            Self::Performance | Self::AdvancePayment | Self::Payment | Self::Warranty => matches!(subject, Subject::Contract),
            Self::Wages => matches!(subject, Subject::Project),
        }
    }
}

/// How long after payment (and approval) the letter is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuingTime {
    /// At once, at any hour (实时出函).
    RealTime,
    /// Within so many minutes, at any hour.
    Minutes(u32),
    /// By the end of the n-th working day; what comes at or after the cut-off hour counts as the next working day
    /// (banks: 16:00; FD-7).
    WorkingDays {
        /// Working days.
        days: u32,
        /// Hour of the day in China, 0–24.
        cut_off: i8,
    },
}

impl IssuingTime {
    /// When a letter paid for at `from` is out at the latest.
    ///
    /// # Errors
    /// [`CalendarError::MissingYear`] when the working days reach a year without a calendar.
    pub fn expected(self, from: Timestamp, calendar: &WorkCalendar) -> Result<Timestamp, CalendarError> {
        match self {
            Self::RealTime => Ok(from),
            Self::Minutes(minutes) => Ok(from.plus(i64::from(minutes) * Timestamp::MINUTE)),
            Self::WorkingDays { days, cut_off } => {
                let clock = from.civil();
                let today = clock.date();
                let counts_today = calendar.is_working_day(today)? && clock.hour() < cut_off;
                let start = if counts_today { today } else { calendar.after(today, 1)? };
                let last = calendar.after(start, days)?;
                Ok(Timestamp::from_civil(last.at(CLOSES, 0, 0, 0)).unwrap_or(from))
            }
        }
    }

    /// The words on the price list.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::RealTime => "实时出函".to_owned(),
            Self::Minutes(minutes) if minutes.is_multiple_of(60) => format!("{} 小时内", minutes / 60),
            Self::Minutes(minutes) => format!("{minutes} 分钟内"),
            Self::WorkingDays { days, cut_off } => format!("{days} 个工作日（{cut_off}:00 前付款）"),
        }
    }
}

/// Whether buyers can take the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    /// Being tried out: only its own institution sees it.
    UnderTest,
    /// On sale.
    Live,
    /// Not on sale; buyers see why.
    Paused {
        /// The notice buyers read.
        notice: String,
    },
}

/// How the fee is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStyle {
    #[default]
    /// A transfer to the institution's account under a reference (Henan manual 3.5; Xinjiang manual, 大家).
    Transfer,
    /// On the institution's own cashier page (Hunan manual 5.2.1; Xinjiang manual).
    Cashier,
}

impl PaymentStyle {
    /// Every style.
    pub const ALL: [Self; 2] = [Self::Transfer, Self::Cashier];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Cashier => "cashier",
        }
    }

    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Transfer => "对公转账（付款识别码）",
            Self::Cashier => "机构收银台",
        }
    }
}

/// What a product is sold under; all that its institution may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductTerms {
    /// The fee.
    pub fee: FeeRule,
    /// Smallest amount guaranteed by one letter.
    pub amount_min: Cny,
    /// Largest amount guaranteed by one letter.
    pub amount_max: Cny,
    /// Longest term in days, from the day of the application to the last day of the guarantee; `None` for no bound.
    pub term_days_max: Option<u32>,
    /// How fast.
    pub issuing: IssuingTime,
    /// Issues on settlement without a person, when nothing else asks for one.
    pub automatic: bool,
    /// Whether applications for lots that are sealed until bid opening are taken.
    pub takes_sealed: bool,
    /// Whether the applicant needs credit first (Henan manual 2.2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub requires_credit: bool,
    /// How the fee is paid.
    pub payment: PaymentStyle,
    /// The wording of its letter, `kind/version`, unless the applicant chooses another.
    pub wording: String,
    /// Wordings the applicant may choose instead.
    #[serde(default)]
    pub other_wordings: Vec<String>,
    /// First day on sale; `None` for at once.
    pub from: Option<Date>,
    /// Last day on sale; `None` for no end.
    pub until: Option<Date>,
}

/// A product of a guarantor on one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Which product.
    pub id: ProductId,
    /// Whose.
    pub institution: InstitutionId,
    /// Where it is sold.
    pub site: SiteCode,
    /// What it secures.
    pub kind: GuaranteeKind,
    /// What it is sold under.
    pub terms: ProductTerms,
    /// On sale or not.
    pub status: ProductStatus,
    /// Events so far.
    pub version: u32,
}

impl Product {
    /// Whether it is on sale at `now`, from an institution of this presence.
    ///
    /// # Errors
    /// [`Refusal::InstitutionAbsent`], [`Refusal::ProductPaused`], [`Refusal::ProductNotOnSale`].
    pub fn on_sale(&self, presence: &Presence, now: Timestamp) -> Result<(), Refusal> {
        match presence {
            Presence::Live => {}
            Presence::Paused { .. } => return Err(Refusal::ProductPaused),
            Presence::Absent => return Err(Refusal::InstitutionAbsent),
        }
        match self.status {
            ProductStatus::Live => {}
            ProductStatus::Paused { .. } => return Err(Refusal::ProductPaused),
            ProductStatus::UnderTest => return Err(Refusal::ProductNotOnSale),
        }
        let today = now.date();
        let outside = self.terms.from.is_some_and(|from| today < from) || self.terms.until.is_some_and(|until| today > until);
        if outside { Err(Refusal::ProductNotOnSale) } else { Ok(()) }
    }

    /// Its status' name in forms and in the database.
    #[must_use]
    pub const fn status_code(&self) -> &'static str {
        match self.status {
            ProductStatus::UnderTest => "under_test",
            ProductStatus::Live => "live",
            ProductStatus::Paused { .. } => "paused",
        }
    }

    /// Whether anybody but its own institution may know of it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        !matches!(self.status, ProductStatus::UnderTest)
    }

    /// The notice buyers read: the institution's, or else the product's own.
    #[must_use]
    pub fn notice<'a>(&'a self, presence: &'a Presence) -> Option<&'a str> {
        match (presence, &self.status) {
            (Presence::Paused { notice }, _) | (_, ProductStatus::Paused { notice }) => Some(notice),
            (Presence::Live | Presence::Absent, ProductStatus::Live | ProductStatus::UnderTest) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::YearTable;

    #[test]
    fn a_bank_paid_after_four_on_friday_counts_from_monday() {
        let mut calendar = WorkCalendar::default();
        calendar.insert(2026, YearTable::default()).expect("an empty table");
        let bank = IssuingTime::WorkingDays { days: 2, cut_off: 16 };
        let at = |text| Timestamp::parse_civil(text).expect("a time");
        assert_eq!(bank.expected(at("2026-11-20 15:59"), &calendar), Ok(at("2026-11-24 18:00")));
        assert_eq!(bank.expected(at("2026-11-20 16:00"), &calendar), Ok(at("2026-11-25 18:00")));
        assert_eq!(bank.expected(at("2026-11-21 10:00"), &calendar), Ok(at("2026-11-25 18:00")));
    }
}
