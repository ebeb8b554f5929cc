//! What the amount of a guarantee is held against: dated rows with their source (`regions/rules/kinds.toml`). The row that began last counts; a
//! site's own comes before everybody's.

use super::{KindRules, Underlying, is_for};
use crate::money::{Cny, Ppm, Rounding};
use crate::product::GuaranteeKind;
use crate::site::SiteCode;
use crate::time::Date;
use serde::Deserialize;
use std::fmt;

/// On which side of its share an amount has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountBound {
    /// Not above it.
    AtMost,
    /// Not below it.
    AtLeast,
    /// On it.
    Equal,
}

/// What it is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountBase {
    /// The price of the contract.
    ContractPrice,
    /// What is paid in advance.
    Advance,
    /// What the contractor's performance guarantee is over.
    Performance,
    /// What the works came to.
    Settlement,
}

/// Of which relationships a row speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountCase {
    /// Of all.
    #[default]
    Any,
    /// Where the authority has lowered the share.
    Reduced,
    /// Where it has not.
    Ordinary,
}

/// A rule for the amount of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountRule {
    /// Of which kind.
    pub kind: GuaranteeKind,
    /// On which sites, with their prefectures; none for all.
    #[serde(default)]
    pub sites: Vec<SiteCode>,
    /// Its first day.
    pub from: Date,
    /// On which side.
    pub bound: AmountBound,
    /// Of what.
    pub of: AmountBase,
    /// Of which relationships.
    #[serde(default)]
    pub case: AmountCase,
    /// Which share.
    pub ppm: Ppm,
    /// Where it stands: law and article.
    pub source: String,
}

/// An amount that a rule forbids. It reads as a sentence with the rule's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountBroken<'a> {
    /// The rule.
    pub rule: &'a AmountRule,
    /// The amount.
    pub amount: Cny,
    /// The share it is held against.
    pub limit: Cny,
}

impl AmountBase {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ContractPrice => "合同金额",
            Self::Advance => "预付款金额",
            Self::Performance => "承包商履约担保金额",
            Self::Settlement => "工程价款结算总额",
        }
    }
}

impl AmountRule {
    /// What it says, as a sentence without its full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let side = match self.bound {
            AmountBound::AtMost => "不得高于",
            AmountBound::AtLeast => "不得低于",
            AmountBound::Equal => "应等于",
        };
        let case = match self.case {
            AmountCase::Any | AmountCase::Ordinary => "",
            AmountCase::Reduced => "经主管部门核定下浮的，",
        };
        format!("{case}担保金额{side}{}{}（依据：{}）", self.of.label(), self.share(), self.source)
    }

    /// Its share, unless it is the whole.
    fn share(&self) -> String {
        if self.ppm.get() == Ppm::WHOLE { String::new() } else { format!("的 {}%", self.ppm.percent()) }
    }

    fn speaks_of(&self, underlying: &Underlying) -> bool {
        let reduced = matches!(underlying, Underlying::Wages { reduced: true, .. });
        match self.case {
            AmountCase::Any => true,
            AmountCase::Reduced => reduced,
            AmountCase::Ordinary => !reduced,
        }
    }

    fn holds(&self, amount: Cny, limit: Cny) -> bool {
        match self.bound {
            AmountBound::AtMost => amount <= limit,
            AmountBound::AtLeast => amount >= limit,
            AmountBound::Equal => amount == limit,
        }
    }
}

impl Underlying {
    /// What shares are taken of; `None` where it has none such.
    #[must_use]
    pub const fn base(&self, base: AmountBase) -> Option<Cny> {
        match (base, self) {
            (AmountBase::ContractPrice, _) => Some(self.works().price),
            (AmountBase::Advance, Self::AdvancePayment { advance, .. }) => Some(*advance),
            (AmountBase::Performance, Self::Payment { performance, .. }) => Some(*performance),
            (AmountBase::Settlement, Self::Warranty { settlement, .. }) => Some(*settlement),
            (AmountBase::Advance | AmountBase::Performance | AmountBase::Settlement, _) => None,
        }
    }
}

impl KindRules {
    /// The rows for amounts of a kind that count on a site on a day.
    pub fn amounts(&self, kind: GuaranteeKind, site: SiteCode, day: Date) -> impl Iterator<Item = &AmountRule> {
        let begun: Vec<&AmountRule> =
            self.amount.iter().filter(|rule| rule.kind == kind && rule.from <= day && is_for(&rule.sites, site)).collect();
        let weight = |rule: &AmountRule| (!rule.sites.is_empty(), rule.from);
        let same = |one: &AmountRule, other: &AmountRule| (one.bound, one.of, one.case) == (other.bound, other.of, other.case);
        begun.clone().into_iter().filter(move |rule| !begun.iter().any(|other| same(rule, other) && weight(other) > weight(rule)))
    }

    /// The first rule that forbids this amount for what it secures; `None` when none does.
    #[must_use]
    pub fn broken(&self, underlying: &Underlying, amount: Cny, site: SiteCode, day: Date) -> Option<AmountBroken<'_>> {
        let mut rules = self.amounts(underlying.kind(), site, day).filter(|rule| rule.speaks_of(underlying));
        rules.find_map(|rule| {
            let limit = rule.ppm.of(underlying.base(rule.of)?, Rounding::HalfUp);
            (!rule.holds(amount, limit)).then_some(AmountBroken { rule, amount, limit })
        })
    }
}

impl fmt::Display for AmountBroken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, amount, limit } = self;
        let side = match rule.bound {
            AmountBound::AtMost => "高于",
            AmountBound::AtLeast => "低于",
            AmountBound::Equal => "不等于",
        };
        write!(f, "担保金额 ¥{amount} {side}{}{}（¥{limit}）。依据：{}", rule.of.label(), rule.share(), rule.source)
    }
}
