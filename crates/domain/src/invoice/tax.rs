//! Value added tax inside an amount.

use crate::money::{Cny, Ppm};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// From a day on, the rate of the tax inside a fee; a row of the rules (`regions/rules/vat.toml`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VatRule {
    /// The first day.
    pub from: Date,
    /// The rate, on what the amount is without it.
    pub rate_ppm: Ppm,
    /// Where the rule is written.
    pub source: String,
}

impl VatRule {
    /// The rule that counts on a day: the last that had begun.
    #[must_use]
    pub fn on(rules: &[Self], day: Date) -> Option<&Self> {
        rules.iter().filter(|rule| rule.from <= day).max_by_key(|rule| rule.from)
    }

    /// What of `amount` is no tax, half a fen counted as one, and what is.
    #[must_use]
    pub fn inside(&self, amount: Cny) -> (Cny, Cny) {
        let (whole, all) = (i128::from(Ppm::WHOLE), i128::from(Ppm::WHOLE) + i128::from(self.rate_ppm.get()));
        let net = (2 * i128::from(amount.fen()) * whole + all) / (2 * all);
        // Never more than the amount, so that it is in range.
        let net = i64::try_from(net).ok().and_then(|fen| Cny::from_fen(fen).ok()).unwrap_or(amount);
        (net, Cny::from_fen(amount.fen() - net.fen()).unwrap_or(Cny::ZERO))
    }
}
