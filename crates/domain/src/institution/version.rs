//! Which version of the interface an institution's own system has proved to understand.

use serde::{Deserialize, Serialize};

/// A version of the interface that asks something of institutions that the one before did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum InterfaceVersion {
    /// What every institution understands.
    #[default]
    #[serde(rename = "1.1")]
    V1_1,
    /// It is told when the opening of an application's lot is moved, and that an application was declined; invoices come in several files.
    #[serde(rename = "1.3")]
    V1_3,
    /// It is asked for credit, and answers.
    #[serde(rename = "1.4")]
    V1_4,
}

impl InterfaceVersion {
    /// Every version, the oldest first.
    pub const ALL: [Self; 3] = [Self::V1_1, Self::V1_3, Self::V1_4];

    /// The words on screens and in files.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::V1_1 => "1.1",
            Self::V1_3 => "1.3",
            Self::V1_4 => "1.4",
        }
    }

    /// Whether every institution understands it.
    #[must_use]
    pub fn is_first(&self) -> bool {
        *self == Self::default()
    }
}
