//! The underlying relationship (基础交易; URDG 758 art. 2): what a guarantee other than a bid guarantee secures, as its applicant states it. Each
//! kind has its own facts (Henan manual, chapter 3), its own papers, a rule for its amount and one for its last day.

mod fact;
mod paper;
mod rule;
mod term;

pub use fact::{FACTS, UnderlyingFact};
pub use paper::{PAPERS_MAX, UnderlyingPaper, UnderlyingPaperKind};
pub use rule::{AmountBase, AmountBound, AmountBroken, AmountCase, AmountRule};
pub use term::{Milestone, TermRule};

use crate::lot::LotNumber;
use crate::money::Cny;
use crate::party::{AccountNumber, BankName};
use crate::product::GuaranteeKind;
use crate::site::SiteCode;
use crate::time::{Date, add_months};
use serde::{Deserialize, Serialize};

/// Months that a liability for defects (缺陷责任期) may last (建质〔2017〕138号 art. 2).
pub const LIABILITY_MONTHS_MAX: u32 = 24;

/// The works contract (施工合同), signed or about to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Works {
    /// 合同金额; before it is signed the price of the award.
    pub price: Cny,
    /// 签订日期; `None` before it is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_on: Option<Date>,
    /// 开工日期.
    pub begins_on: Date,
    /// 竣工日期, not before it begins.
    pub completes_on: Date,
}

/// The award of a tender (中标通知书).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// The number of the notice.
    pub number: LotNumber,
    /// Its day.
    pub on: Date,
}

/// The account from which wages are paid (农民工工资专用账户; 保障农民工工资支付条例 art. 26). No secret of its contractor's: the letter says that it pays into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WagesAccount {
    /// Where it is kept.
    pub bank: BankName,
    /// Its number.
    pub number: AccountNumber,
}

/// All rules for kinds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRules {
    /// For amounts.
    pub amount: Vec<AmountRule>,
    /// For last days.
    pub term: Vec<TermRule>,
}

/// Whether a row for these sites speaks of this one.
fn is_for(sites: &[SiteCode], site: SiteCode) -> bool {
    sites.is_empty() || sites.iter().any(|own| own.covers(site))
}

/// What a guarantee secures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Underlying {
    /// 履约: that a contractor performs. It may be asked for between award and signature (招标投标法 46).
    Performance {
        /// The contract.
        works: Works,
        /// The award it rests on; `None` for a contract that was not tendered, which then is signed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        award: Option<Award>,
    },
    /// 预付款: that a contractor gives an advance back.
    AdvancePayment {
        /// The contract.
        works: Works,
        /// What is paid in advance.
        advance: Cny,
        /// The day by which all of it is recovered.
        recovered_by: Date,
    },
    /// 工程款支付: that an employer pays.
    Payment {
        /// The contract.
        works: Works,
        /// 施工许可证编号; `None` before there is one, as this guarantee is among what a permit asks for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permit: Option<LotNumber>,
        /// What the contractor's performance guarantee is over.
        performance: Cny,
        /// The day by which all but the quality deposit is paid.
        settled_by: Date,
    },
    /// 质量: that a contractor mends defects.
    Warranty {
        /// The contract.
        works: Works,
        /// 工程价款结算总额.
        settlement: Cny,
        /// 竣工验收合格之日, when the liability begins.
        accepted_on: Date,
        /// 缺陷责任期 in months, 1 to [`LIABILITY_MONTHS_MAX`].
        liability_months: u32,
    },
    /// 农民工工资: that a contractor pays those who work.
    Wages {
        /// The contract.
        works: Works,
        /// Its number (合同编号): the guarantee is about a project.
        contract: LotNumber,
        /// 施工许可证（开工批准）编号.
        permit: LotNumber,
        /// Where wages are paid from.
        account: WagesAccount,
        /// Whether the authority has lowered the share (人社部发〔2021〕65号: several projects, or years without arrears).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reduced: bool,
    },
}

impl Underlying {
    /// The kind of guarantee that secures it.
    #[must_use]
    pub const fn kind(&self) -> GuaranteeKind {
        match self {
            Self::Performance { .. } => GuaranteeKind::Performance,
            Self::AdvancePayment { .. } => GuaranteeKind::AdvancePayment,
            Self::Payment { .. } => GuaranteeKind::Payment,
            Self::Warranty { .. } => GuaranteeKind::Warranty,
            Self::Wages { .. } => GuaranteeKind::Wages,
        }
    }

    /// Whether a guarantee of this kind secures something beyond its lot.
    #[must_use]
    pub const fn is_asked_of(kind: GuaranteeKind) -> bool {
        match kind {
            GuaranteeKind::Bid => false,
            GuaranteeKind::Performance
            | GuaranteeKind::AdvancePayment
            | GuaranteeKind::Payment
            | GuaranteeKind::Warranty
            | GuaranteeKind::Wages => true,
        }
    }

    /// Its contract.
    #[must_use]
    pub const fn works(&self) -> &Works {
        match self {
            Self::Performance { works, .. }
            | Self::AdvancePayment { works, .. }
            | Self::Payment { works, .. }
            | Self::Warranty { works, .. }
            | Self::Wages { works, .. } => works,
        }
    }

    /// The day on which a warranty's liability ends; `None` of any other.
    #[must_use]
    pub fn liability_ends(&self) -> Option<Date> {
        if let Self::Warranty { accepted_on, liability_months, .. } = self {
            Some(add_months(*accepted_on, i64::from(*liability_months)))
        } else {
            None
        }
    }
}
