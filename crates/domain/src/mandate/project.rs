use crate::lot::{LotNumber, NotALotNumber};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The number of a project: what the lots of one tender have in common. In the State's data norm it is a lot's number without its section
/// (FD-3); any other number is a project's of one lot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProjectNumber(String);

impl ProjectNumber {
    /// Characters of a section within a lot's number.
    const SECTION: usize = 3;

    /// The project that a lot belongs to.
    #[must_use]
    pub fn of(lot: &LotNumber) -> Self {
        let text = lot.as_str();
        let project = if lot.is_section() { text.get(..text.len() - Self::SECTION).unwrap_or(text) } else { text };
        Self(project.to_owned())
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProjectNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a project's number, or that of one of its lots.
impl FromStr for ProjectNumber {
    type Err = NotALotNumber;
    fn from_str(text: &str) -> Result<Self, NotALotNumber> {
        Ok(Self::of(&text.parse::<LotNumber>()?))
    }
}

impl TryFrom<String> for ProjectNumber {
    type Error = NotALotNumber;
    fn try_from(text: String) -> Result<Self, NotALotNumber> {
        text.parse()
    }
}

impl From<ProjectNumber> for String {
    fn from(number: ProjectNumber) -> String {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lots_of_one_tender_are_one_project() {
        let project = |text: &str| text.parse::<ProjectNumber>().expect("a number").to_string();
        assert_eq!(project("E6500003901006053003001"), "E6500003901006053003");
        assert_eq!(project("e6500003901006053003002"), "E6500003901006053003");
        assert_eq!(project("E6500003901006053003"), "E6500003901006053003", "what is stored reads as itself");
        assert_eq!(project("豫财招标采购-2026-123"), "豫财招标采购-2026-123");
    }
}
