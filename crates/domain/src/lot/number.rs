use crate::site::SiteCode;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A lot number (标段编号), 23 characters: `E`, administrative division (6), platform (4), serial (6), tender project (3),
/// section (3). Read off the Xinjiang manual's `E6500003901006053003001` (FD-3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LotNumber(String);

/// A text that is not a lot number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALotNumber;

impl fmt::Display for NotALotNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("标段编号应为字母 E 加 22 位数字，如 E6500003901006053003001")
    }
}

impl std::error::Error for NotALotNumber {}

impl LotNumber {
    /// Characters.
    pub const LENGTH: usize = 23;

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The administrative division the number names; `None` for a division code starting with 0.
    #[must_use]
    pub fn division(&self) -> Option<SiteCode> {
        self.0.get(1..7).and_then(|code| code.parse().ok())
    }
}

impl FromStr for LotNumber {
    type Err = NotALotNumber;
    fn from_str(text: &str) -> Result<Self, NotALotNumber> {
        let text = text.trim().to_ascii_uppercase();
        let digits = text.strip_prefix('E').ok_or(NotALotNumber)?;
        if digits.len() == Self::LENGTH - 1 && digits.bytes().all(|b| b.is_ascii_digit()) { Ok(Self(text)) } else { Err(NotALotNumber) }
    }
}

impl TryFrom<String> for LotNumber {
    type Error = NotALotNumber;
    fn try_from(text: String) -> Result<Self, NotALotNumber> {
        text.parse()
    }
}

impl From<LotNumber> for String {
    fn from(number: LotNumber) -> String {
        number.0
    }
}

impl fmt::Display for LotNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manuals_number_is_read_and_a_shorter_one_is_not() {
        let number: LotNumber = " e6500003901006053003001 ".parse().expect("the manual's number");
        assert_eq!(number.division(), "650000".parse().ok());
        for text in ["E650000390100605300300", "E65000039010060530030011", "65000039010060530030011", "E65000039010060530030O1"] {
            assert_eq!(text.parse::<LotNumber>(), Err(NotALotNumber), "{text}");
        }
    }
}
