//! Renminbi amounts and rates. Integers only: fen (分) for money, parts per million for rates.

mod capitals;
mod parse;
mod rate;

pub use parse::AmountError;
pub use rate::{Ppm, Rounding};

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of renminbi in fen (分), never negative, at most [`Cny::MAX_FEN`] (100 billion yuan; INV-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Cny(i64);

impl Cny {
    /// The largest amount the platform handles, in fen.
    pub const MAX_FEN: i64 = 10_000_000_000_000;
    /// Nothing owed.
    pub const ZERO: Self = Self(0);

    /// An amount from fen.
    ///
    /// # Errors
    /// [`AmountError::OutOfRange`] when negative or above [`Cny::MAX_FEN`].
    pub const fn from_fen(fen: i64) -> Result<Self, AmountError> {
        if fen < 0 || fen > Self::MAX_FEN { Err(AmountError::OutOfRange) } else { Ok(Self(fen)) }
    }

    /// The amount in fen.
    #[must_use]
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The amount in yuan with two decimals and no separators, as wires want it: `30000.00`.
    #[must_use]
    pub fn plain(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl TryFrom<i64> for Cny {
    type Error = AmountError;
    fn try_from(fen: i64) -> Result<Self, AmountError> {
        Self::from_fen(fen)
    }
}

impl From<Cny> for i64 {
    fn from(amount: Cny) -> i64 {
        amount.0
    }
}

/// Yuan with thousands separators and two decimals: `30,000.00`.
impl fmt::Display for Cny {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = (self.0 / 100).to_string();
        let mut text = String::with_capacity(yuan.len() + yuan.len() / 3);
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        write!(f, "{text}.{:02}", self.0 % 100)
    }
}

#[cfg(test)]
mod tests;
