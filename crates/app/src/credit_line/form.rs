//! The forms: what is asked for, and under which terms it is granted.

use crate::error::{AppError, FieldError};
use domain::credit_line::{CreditDecision, CreditDecisionKind, CreditTerms, CreditWanted, WORDS_LENGTH};
use domain::money::{Cny, Ppm};
use domain::product::GuaranteeKind;
use domain::time::{Date, read_date};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Before the code of a kind that is ticked.
const FOR: &str = "for:";
/// Before the code of a kind that has a limit of its own.
const LIMIT_OF: &str = "limit:";

/// What was ticked: kinds of guarantees by their codes, and whatever else a form holds.
type Ticked = BTreeMap<String, String>;

fn kinds(ticked: &Ticked) -> BTreeSet<GuaranteeKind> {
    GuaranteeKind::ALL.into_iter().filter(|kind| ticked.contains_key(&format!("{FOR}{}", kind.code()))).collect()
}

fn tick(kinds: &BTreeSet<GuaranteeKind>) -> Ticked {
    kinds.iter().map(|kind| (format!("{FOR}{}", kind.code()), "yes".to_owned())).collect()
}

fn limits(faults: &mut Vec<FieldError>, ticked: &Ticked) -> BTreeMap<GuaranteeKind, Cny> {
    let mut limits = BTreeMap::new();
    for kind in GuaranteeKind::ALL {
        let typed = ticked.get(&format!("{LIMIT_OF}{}", kind.code())).map_or("", |text| text.trim());
        if !typed.is_empty()
            && let Some(limit) = amount(faults, "per_kind", typed)
        {
            limits.insert(kind, limit);
        }
    }
    limits
}

fn amount(faults: &mut Vec<FieldError>, field: &'static str, text: &str) -> Option<Cny> {
    match Cny::parse_yuan(text.trim()) {
        Ok(amount) if amount.fen() > 0 => Some(amount),
        Ok(_) => {
            faults.push(FieldError::new(field, "额度应大于零"));
            None
        }
        Err(error) => {
            faults.push(FieldError::new(field, error));
            None
        }
    }
}

/// What the applicant fills in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WantedForm {
    /// How much, in yuan.
    pub amount: String,
    /// What for.
    pub purpose: String,
    /// Kinds, as `for:CODE`.
    #[serde(flatten)]
    pub ticked: Ticked,
}

impl WantedForm {
    /// The form filled in with what is asked for.
    #[must_use]
    pub fn of(wanted: &CreditWanted) -> Self {
        Self { amount: wanted.amount.plain(), purpose: wanted.purpose.clone(), ticked: tick(&wanted.kinds) }
    }

    /// Whether a kind is ticked.
    #[must_use]
    pub fn has(&self, kind: GuaranteeKind) -> bool {
        self.ticked.contains_key(&format!("{FOR}{}", kind.code()))
    }

    /// What it says.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with every fault, in the order of the form.
    pub(super) fn read(&self) -> Result<CreditWanted, AppError> {
        let mut faults = Vec::new();
        let amount = amount(&mut faults, "amount", &self.amount);
        let purpose = self.purpose.trim().to_owned();
        if !WORDS_LENGTH.contains(&purpose.chars().count()) {
            faults.push(FieldError::new("purpose", "请用 2 至 500 个字说明用途，例如拟投标项目和预计金额"));
        }
        match amount {
            Some(amount) if faults.is_empty() => Ok(CreditWanted { amount, kinds: kinds(&self.ticked), purpose }),
            Some(_) | None => Err(AppError::Invalid(faults)),
        }
    }
}

/// What the grantor fills in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// Which decision, by its code.
    pub kind: String,
    /// How much, in yuan.
    pub limit: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// The rate instead of the product's, in percent; empty for the product's.
    pub rate: String,
    /// Why.
    pub reason: String,
    /// Kinds, as `for:CODE`, and the limits of some, as `limit:CODE`.
    #[serde(flatten)]
    pub ticked: Ticked,
}

fn day(faults: &mut Vec<FieldError>, field: &'static str, text: &str) -> Option<Date> {
    read_date(text).or_else(|| {
        faults.push(FieldError::new(field, "日期应为 2026-11-21 的形式"));
        None
    })
}

impl DecisionForm {
    /// The form filled in with terms.
    #[must_use]
    pub fn of(terms: &CreditTerms) -> Self {
        Self {
            limit: terms.limit.plain(),
            from: terms.from.to_string(),
            until: terms.until.to_string(),
            rate: terms.rate.map(Ppm::percent).unwrap_or_default(),
            ticked: tick(&terms.kinds)
                .into_iter()
                .chain(terms.per_kind.iter().map(|(kind, limit)| (format!("{LIMIT_OF}{}", kind.code()), limit.plain())))
                .collect(),
            ..Self::default()
        }
    }

    /// Whether a kind is ticked.
    #[must_use]
    pub fn has(&self, kind: GuaranteeKind) -> bool {
        self.ticked.contains_key(&format!("{FOR}{}", kind.code()))
    }

    /// What was typed as the limit of a kind.
    #[must_use]
    pub fn limit_of(&self, kind: GuaranteeKind) -> &str {
        self.ticked.get(&format!("{LIMIT_OF}{}", kind.code())).map_or("", String::as_str)
    }

    fn terms(&self) -> Result<CreditTerms, AppError> {
        let mut faults = Vec::new();
        let limit = amount(&mut faults, "limit", &self.limit);
        let from = day(&mut faults, "from", &self.from);
        let until = day(&mut faults, "until", &self.until);
        let text = self.rate.trim();
        let rate = if text.is_empty() { None } else { Ppm::parse_percent(text) };
        if rate.is_none() && !text.is_empty() {
            faults.push(FieldError::new("rate", "费率应为百分数，如 0.7，最多四位小数；按产品费率的请留空"));
        }
        let per_kind = limits(&mut faults, &self.ticked);
        match (limit, from, until) {
            (Some(limit), Some(from), Some(until)) if faults.is_empty() => {
                Ok(CreditTerms { limit, from, until, kinds: kinds(&self.ticked), per_kind, rate })
            }
            _ => Err(AppError::Invalid(faults)),
        }
    }

    /// What it says.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with every fault, in the order of the form; [`AppError::NotFound`] for no known decision.
    pub(super) fn read(&self) -> Result<CreditDecision, AppError> {
        let kind = CreditDecisionKind::ALL.into_iter().find(|kind| kind.code() == self.kind).ok_or(AppError::NotFound)?;
        let reason = self.reason.trim().to_owned();
        Ok(match kind {
            CreditDecisionKind::Grant => CreditDecision::Grant { terms: self.terms()? },
            CreditDecisionKind::Change => CreditDecision::Change { terms: self.terms()? },
            CreditDecisionKind::Resume => CreditDecision::Resume,
            CreditDecisionKind::Refuse => CreditDecision::Refuse { reason },
            CreditDecisionKind::Suspend => CreditDecision::Suspend { reason },
            CreditDecisionKind::Cancel => CreditDecision::Cancel { reason },
        })
    }
}
