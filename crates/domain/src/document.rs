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

/// One document in its formats. What the platform makes is in both, with the same lines on the same pages; an institution's own letter
/// may be in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// PDF.
    pub pdf: Option<StoredFile>,
    /// OFD.
    pub ofd: Option<StoredFile>,
}

/// The two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// OFD.
    Ofd,
    /// PDF.
    Pdf,
}

impl Format {
    /// Every format, in the order they are listed.
    pub const ALL: [Self; 2] = [Self::Ofd, Self::Pdf];

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ofd => "OFD",
            Self::Pdf => "PDF",
        }
    }

    /// Its name in addresses and file names.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ofd => "ofd",
            Self::Pdf => "pdf",
        }
    }
}

impl Pair {
    /// The file in this format, if there is one.
    #[must_use]
    pub const fn get(&self, format: Format) -> Option<&StoredFile> {
        match format {
            Format::Ofd => self.ofd.as_ref(),
            Format::Pdf => self.pdf.as_ref(),
        }
    }

    /// The files there are, with their formats.
    pub fn files(&self) -> impl Iterator<Item = (Format, &StoredFile)> {
        Format::ALL.into_iter().filter_map(|format| Some((format, self.get(format)?)))
    }
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
    /// The agreement with both seals; an institution with its own system keeps its own.
    pub agreement: Option<Pair>,
    /// The receipt for the fee, likewise.
    pub receipt: Option<Pair>,
    /// SM3 fingerprint of the certificate the guarantor sealed with, hexadecimal.
    pub fingerprint: String,
}

impl Documents {
    /// A document's files, if there is such a document.
    #[must_use]
    pub const fn get(&self, kind: DocumentKind) -> Option<&Pair> {
        match kind {
            DocumentKind::Letter => Some(&self.letter),
            DocumentKind::Agreement => self.agreement.as_ref(),
            DocumentKind::Receipt => self.receipt.as_ref(),
        }
    }

    /// The documents there are, with their kinds.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentKind, &Pair)> {
        DocumentKind::ALL.into_iter().filter_map(|kind| Some((kind, self.get(kind)?)))
    }

    /// Every file there is.
    pub fn files(&self) -> impl Iterator<Item = (DocumentKind, Format, &StoredFile)> {
        self.documents().flat_map(|(kind, pair)| pair.files().map(move |(format, file)| (kind, format, file)))
    }
}
