//! A fee and how it is worked out.

use crate::money::{Cny, Ppm, Rounding};
use serde::{Deserialize, Serialize};

/// A rate with a floor, and sometimes a ceiling: Xinjiang publishes 0.7 %, at least 600 yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRule {
    /// Share of the guaranteed amount.
    pub rate: Ppm,
    /// The least that is charged.
    pub minimum: Cny,
    /// The most that is charged; `None` for no ceiling.
    pub maximum: Option<Cny>,
}

impl FeeRule {
    /// The fee for guaranteeing `amount`: the rate's share, half a fen up, but not below the minimum nor above the maximum.
    #[must_use]
    pub fn fee(&self, amount: Cny) -> Cny {
        let fee = self.rate.of(amount, Rounding::HalfUp).max(self.minimum);
        self.maximum.map_or(fee, |maximum| fee.min(maximum))
    }

    /// How that comes about, in words: rate × amount, how it was rounded, and which bound was taken instead.
    #[must_use]
    pub fn working(&self, amount: Cny) -> String {
        let share = self.rate.of(amount, Rounding::HalfUp);
        let exact = i128::from(amount.fen()) * i128::from(self.rate.get()) == i128::from(share.fen()) * i128::from(Ppm::WHOLE);
        let rounded = if exact { "" } else { "（四舍五入到分）" };
        let bound = match self.maximum.filter(|maximum| share.max(self.minimum) > *maximum) {
            Some(maximum) => format!("，高于最高 ¥{maximum}，按最高收取"),
            None if share < self.minimum => format!("，低于最低 ¥{}，按最低收取", self.minimum),
            None => String::new(),
        };
        format!("¥{amount} × {} = ¥{share}{rounded}{bound}", self.rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Cny {
        Cny::parse_yuan(text).expect("an amount")
    }

    fn rule(maximum: Option<&str>) -> FeeRule {
        FeeRule { rate: Ppm::new(7_000).expect("a rate"), minimum: yuan("600"), maximum: maximum.map(yuan) }
    }

    #[test]
    fn xinjiangs_published_prices_come_out() {
        for (amount, fee) in [("30000", "600.00"), ("100000", "700.00"), ("85714.29", "600.00"), ("85800", "600.60")] {
            assert_eq!(rule(None).fee(yuan(amount)).plain(), fee);
        }
    }

    #[test]
    fn a_fee_says_how_it_was_rounded_and_which_bound_was_taken() {
        for (amount, maximum, working) in [
            ("100000", None, "¥100,000.00 × 0.70% = ¥700.00"),
            ("30000", None, "¥30,000.00 × 0.70% = ¥210.00，低于最低 ¥600.00，按最低收取"),
            ("85714.28", None, "¥85,714.28 × 0.70% = ¥600.00（四舍五入到分）"),
            ("800000", Some("5000"), "¥800,000.00 × 0.70% = ¥5,600.00，高于最高 ¥5,000.00，按最高收取"),
        ] {
            assert_eq!(rule(maximum).working(yuan(amount)), working);
        }
    }
}
