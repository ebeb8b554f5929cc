//! Exposure (担保责任余额): how far an institution is bound at a time, in all, for one applicant, for a group of applicants.

use super::{InstitutionKind, Limits};
use crate::money::Cny;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// What a rule binds the exposure of one kind of institution to. 融资担保公司监督管理条例 art. 15–16: ten times net assets in all,
/// 10 % for one, 15 % for a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExposureRule {
    /// Whose.
    pub kind: InstitutionKind,
    /// In all: how many times its net assets, in percent.
    pub total_percent: u32,
    /// For one applicant, in percent of net assets.
    pub single_percent: u32,
    /// For one group, in percent of net assets.
    pub group_percent: u32,
    /// Where the rule is written.
    pub source: String,
}

/// How far an institution may be bound; `None` for no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// In all.
    pub total: Option<Cny>,
    /// For one applicant.
    pub single: Option<Cny>,
    /// For one group.
    pub group: Option<Cny>,
}

/// How far an institution is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// In all.
    pub total: Cny,
    /// For the applicant.
    pub single: Cny,
    /// For the applicant's group, when it belongs to one.
    pub group: Option<Cny>,
}

impl Exposure {
    /// With one more guarantee.
    #[must_use]
    pub fn plus(self, amount: Cny) -> Self {
        let add = |one: Cny| Cny::from_fen(one.fen().saturating_add(amount.fen()).min(Cny::MAX_FEN)).unwrap_or(one);
        Self { total: add(self.total), single: add(self.single), group: self.group.map(add) }
    }
}

fn percent(amount: Cny, percent: u32) -> Cny {
    let fen = i128::from(amount.fen()) * i128::from(percent) / 100;
    let fen = i64::try_from(fen).unwrap_or(Cny::MAX_FEN).min(Cny::MAX_FEN);
    Cny::from_fen(fen).unwrap_or(Cny::ZERO)
}

fn least(one: Option<Cny>, other: Option<Cny>) -> Option<Cny> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// How far an institution with these limits may be bound under the rule for its kind, if there is one.
///
/// # Errors
/// [`Refusal::ExposureUnknown`] when there is a rule and no net assets.
pub fn caps(limits: &Limits, rule: Option<&ExposureRule>) -> Result<Caps, Refusal> {
    let Some(rule) = rule else { return Ok(Caps { total: limits.total, single: limits.single, group: None }) };
    let net = limits.net_assets.ok_or(Refusal::ExposureUnknown)?;
    Ok(Caps {
        total: least(limits.total, Some(percent(net, rule.total_percent))),
        single: least(limits.single, Some(percent(net, rule.single_percent))),
        group: Some(percent(net, rule.group_percent)),
    })
}

impl Caps {
    /// Whether an institution may be bound this far.
    ///
    /// # Errors
    /// [`Refusal::ExposureTotal`], [`Refusal::ExposureSingle`].
    pub fn check(&self, exposure: &Exposure) -> Result<(), Refusal> {
        let above = |cap: Option<Cny>, amount: Cny| cap.is_some_and(|cap| amount > cap);
        if above(self.total, exposure.total) {
            return Err(Refusal::ExposureTotal);
        }
        if above(self.single, exposure.single) || exposure.group.is_some_and(|group| above(self.group, group)) {
            return Err(Refusal::ExposureSingle);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Cny {
        Cny::parse_yuan(text).expect("an amount")
    }

    fn rule() -> ExposureRule {
        ExposureRule {
            kind: InstitutionKind::GuaranteeCompany,
            total_percent: 1_000,
            single_percent: 10,
            group_percent: 15,
            source: "融资担保公司监督管理条例 第十五条、第十六条".into(),
        }
    }

    #[test]
    fn a_guarantee_company_is_bound_for_ten_times_its_net_assets_and_not_a_fen_more() {
        let limits = Limits { net_assets: Some(yuan("1000000")), ..Limits::default() };
        let caps = caps(&limits, Some(&rule())).expect("caps");
        let bound = |total: &str, single: &str, group: Option<&str>| {
            caps.check(&Exposure { total: yuan(total), single: yuan(single), group: group.map(yuan) })
        };
        assert_eq!(bound("10000000", "100000", Some("150000")), Ok(()));
        assert_eq!(bound("10000000.01", "1", None), Err(Refusal::ExposureTotal));
        assert_eq!(bound("1", "100000.01", None), Err(Refusal::ExposureSingle));
        assert_eq!(bound("1", "1", Some("150000.01")), Err(Refusal::ExposureSingle));
    }

    #[test]
    fn its_own_tighter_limit_counts_and_a_looser_one_does_not() {
        let limits = |total: &str| Limits { net_assets: Some(yuan("1000000")), total: Some(yuan(total)), single: None };
        assert_eq!(caps(&limits("500"), Some(&rule())).expect("caps").total, Some(yuan("500")));
        assert_eq!(caps(&limits("99000000"), Some(&rule())).expect("caps").total, Some(yuan("10000000")));
        assert_eq!(caps(&Limits::default(), Some(&rule())), Err(Refusal::ExposureUnknown));
        assert_eq!(caps(&Limits::default(), None), Ok(Caps::default()));
    }
}
