//! Documents: files that were issued or signed, and never change.

use crate::id::FileId;
use serde::{Deserialize, Serialize};

/// A stored file and what it is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Where the bytes are.
    pub file: FileId,
    /// SM3 of the bytes, hexadecimal.
    pub digest: String,
    /// How many bytes.
    pub size: u64,
}

/// A file that somebody handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it was called, as people see it; never part of a path.
    pub name: String,
    /// What kind: `pdf`, `png` or `jpg`.
    pub kind: String,
    /// The file.
    pub file: StoredFile,
}

/// One document in both formats, with the same lines on the same pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// PDF/A-3b.
    pub pdf: StoredFile,
    /// OFD.
    pub ofd: StoredFile,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 保函.
    Letter,
    /// 委托担保协议.
    Agreement,
    /// 缴费凭证.
    Receipt,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Letter, Self::Agreement, Self::Receipt];

    /// Its name in the database and in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Agreement => "agreement",
            Self::Receipt => "receipt",
        }
    }

    /// The word on screens and in file names.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Letter => "保函",
            Self::Agreement => "委托担保协议",
            Self::Receipt => "缴费凭证",
        }
    }
}

/// Everything that was handed over with a guarantee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documents {
    /// The letter.
    pub letter: Pair,
    /// The agreement, with both seals.
    pub agreement: Pair,
    /// The receipt for the fee.
    pub receipt: Pair,
    /// SM3 fingerprint of the certificate the guarantor sealed with, hexadecimal.
    pub fingerprint: String,
}

impl Documents {
    /// A document's two files.
    #[must_use]
    pub const fn get(&self, kind: DocumentKind) -> &Pair {
        match kind {
            DocumentKind::Letter => &self.letter,
            DocumentKind::Agreement => &self.agreement,
            DocumentKind::Receipt => &self.receipt,
        }
    }
}
