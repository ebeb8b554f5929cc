//! Where it stands that a lot is tendered which an applicant typed in, and how it stands with its centre.

pub use crate::complaint::ComplaintFile as EvidenceFile;
use serde::{Deserialize, Serialize};

/// Longest address of an announcement, in characters.
pub const ADDRESS_MAX: usize = 500;

/// How a lot that was typed in stands with its centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "confirmation")]
pub enum Confirmation {
    /// Nobody is asked: its centre lists it, or the site takes what applicants type in.
    #[default]
    Unasked,
    /// The centre is asked.
    Pending,
    /// The centre does not find it right.
    Refused {
        /// Why, as its applicant reads it.
        reason: String,
    },
}

impl Confirmation {
    /// How it stands after its organisation has changed something: a centre that is asked is asked again.
    #[must_use]
    pub const fn asked_again(&self) -> Self {
        match self {
            Self::Unasked => Self::Unasked,
            Self::Pending | Self::Refused { .. } => Self::Pending,
        }
    }

    /// Whether nobody is asked: what rows and records leave unsaid.
    #[must_use]
    pub const fn is_unasked(&self) -> bool {
        matches!(self, Self::Unasked)
    }
}

/// Where it stands that the lot is tendered: the announcement as a file, its address, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The file. What it was called is for whoever handed it in alone: names of files name firms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
    /// The address, `https://` or `http://`; at most [`ADDRESS_MAX`] characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
}

impl Evidence {
    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.file.is_none() && self.address.is_empty()
    }
}
