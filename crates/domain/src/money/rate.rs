use super::Cny;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A rate in parts per million: 7 000 ppm is 0.7 %. At most 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Ppm(u32);

/// How a fraction of a fen is resolved. Always named by the caller, never a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Half a fen counts as one.
    HalfUp,
}

/// A rate above 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateOutOfRange;

impl fmt::Display for RateOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("费率不得超过 100%")
    }
}

impl Ppm {
    /// One whole, in parts per million.
    pub const WHOLE: u32 = 1_000_000;

    /// A rate from parts per million.
    ///
    /// # Errors
    /// [`RateOutOfRange`] above 100 %.
    pub const fn new(ppm: u32) -> Result<Self, RateOutOfRange> {
        if ppm > Self::WHOLE { Err(RateOutOfRange) } else { Ok(Self(ppm)) }
    }

    /// A rate from per cent with at most four decimals, with or without the sign: `0.7`, `0.35%`. Nothing for any other text.
    #[must_use]
    pub fn parse_percent(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%');
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || part.len() > 4 || !digits(whole) || !digits(part) {
            return None;
        }
        let padded = format!("{whole}{part:0<4}");
        padded.parse().ok().and_then(|ppm| Self::new(ppm).ok())
    }

    /// The rate in per cent as a form shows it, without the sign: `0.35`.
    #[must_use]
    pub fn percent(self) -> String {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// The rate in parts per million.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// This share of `amount`, rounded as told.
    #[must_use]
    pub fn of(self, amount: Cny, rounding: Rounding) -> Cny {
        let product = i128::from(amount.fen()) * i128::from(self.0);
        let whole = i128::from(Self::WHOLE);
        let fen = match rounding {
            Rounding::HalfUp => (product + whole / 2) / whole,
        };
        // A share of at most 100 % of an amount in range is in range.
        i64::try_from(fen).ok().and_then(|fen| Cny::from_fen(fen).ok()).unwrap_or(amount)
    }
}

impl TryFrom<u32> for Ppm {
    type Error = RateOutOfRange;
    fn try_from(ppm: u32) -> Result<Self, RateOutOfRange> {
        Self::new(ppm)
    }
}

impl From<Ppm> for u32 {
    fn from(rate: Ppm) -> u32 {
        rate.0
    }
}

/// Per cent with as many decimals as the rate needs, at least two: `0.70%`.
impl fmt::Display for Ppm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        let decimals = format!("{rest:04}");
        let kept = decimals.trim_end_matches('0').len().max(2);
        write!(f, "{whole}.{}%", &decimals[..kept])
    }
}
