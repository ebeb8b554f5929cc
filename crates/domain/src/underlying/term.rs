//! How long a guarantee has to last by what it secures: dated rows with their source, beside those for amounts. The lot's own days count
//! besides: the later day stands.

use super::{KindRules, Underlying, is_for};
use crate::product::GuaranteeKind;
use crate::site::SiteCode;
use crate::time::{Date, add_days};
use serde::Deserialize;

/// From what a last day is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The works are completed.
    Completion,
    /// The advance is recovered.
    Recovery,
    /// All but the quality deposit is paid.
    Payment,
    /// The liability for defects ends.
    LiabilityEnd,
}

/// A rule for the last day of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// Of which kind.
    pub kind: GuaranteeKind,
    /// On which sites, with their prefectures; none for all.
    #[serde(default)]
    pub sites: Vec<SiteCode>,
    /// Its first day.
    pub from: Date,
    /// From what it is counted.
    pub after: Milestone,
    /// Calendar days after that.
    pub days: u32,
    /// The fewest calendar days from when the letter has to be handed in.
    #[serde(default)]
    pub least_days: u32,
    /// Where it stands: law and article, or the platform's own practice.
    pub source: String,
}

impl Milestone {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Completion => "竣工日期",
            Self::Recovery => "预付款扣清日期",
            Self::Payment => "工程款付清日期",
            Self::LiabilityEnd => "缺陷责任期届满日期",
        }
    }
}

impl TermRule {
    /// What it says, as a sentence without its full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let least = if self.least_days == 0 { String::new() } else { format!("，且不少于 {} 天", self.least_days) };
        format!("保函有效期至{}后 {} 天{least}（依据：{}）", self.after.label(), self.days, self.source)
    }
}

impl Underlying {
    /// The day of a milestone; the completion where it has none such.
    #[must_use]
    pub fn milestone(&self, milestone: Milestone) -> Date {
        let own = match (milestone, self) {
            (Milestone::Recovery, Self::AdvancePayment { recovered_by, .. }) => Some(*recovered_by),
            (Milestone::Payment, Self::Payment { settled_by, .. }) => Some(*settled_by),
            (Milestone::LiabilityEnd, _) => self.liability_ends(),
            (Milestone::Completion | Milestone::Recovery | Milestone::Payment, _) => None,
        };
        own.unwrap_or(self.works().completes_on)
    }
}

impl KindRules {
    /// The row for the last day of a kind that counts on a site on a day.
    #[must_use]
    pub fn term(&self, kind: GuaranteeKind, site: SiteCode, day: Date) -> Option<&TermRule> {
        let begun = self.term.iter().filter(|rule| rule.kind == kind && rule.from <= day && is_for(&rule.sites, site));
        begun.max_by_key(|rule| (!rule.sites.is_empty(), rule.from))
    }

    /// The day that a letter has to reach, to be handed in by `by`; `None` where no rule says.
    #[must_use]
    pub fn last_day(&self, underlying: &Underlying, by: Date, site: SiteCode, day: Date) -> Option<Date> {
        let rule = self.term(underlying.kind(), site, day)?;
        Some(add_days(underlying.milestone(rule.after), rule.days).max(add_days(by, rule.least_days)))
    }
}
