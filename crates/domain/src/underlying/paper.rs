//! The papers that show an underlying relationship to be so.

use super::Underlying;
use crate::document::StoredFile;
use crate::id::FileId;
use crate::profile::Scan;
use serde::{Deserialize, Serialize};

/// Most papers of one application.
pub const PAPERS_MAX: usize = 10;

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnderlyingPaperKind {
    /// 中标通知书.
    AwardNotice,
    /// 施工合同.
    Contract,
    /// 施工许可证, or the approval to begin.
    Permit,
    /// 竣工结算文件.
    Settlement,
}

impl UnderlyingPaperKind {
    /// Every kind, in the order of pages.
    pub const ALL: [Self; 4] = [Self::AwardNotice, Self::Contract, Self::Permit, Self::Settlement];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AwardNotice => "award_notice",
            Self::Contract => "contract",
            Self::Permit => "permit",
            Self::Settlement => "settlement",
        }
    }

    /// The kind that a form names.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AwardNotice => "中标通知书",
            Self::Contract => "施工合同",
            Self::Permit => "施工许可证（开工批准）",
            Self::Settlement => "竣工结算文件",
        }
    }
}

/// A paper that was handed in: judged, scanned, and kept under the applicant's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderlyingPaper {
    /// Which; the name its bytes are stored by.
    pub id: FileId,
    /// What it is said to be.
    pub kind: UnderlyingPaperKind,
    /// What it was called, as people see it; never part of a path.
    pub name: String,
    /// What it is by its content: `pdf`, `png` or `jpg`.
    pub media: String,
    /// SM3 of what was handed in, hexadecimal.
    pub digest: String,
    /// How many bytes were handed in.
    pub size: u64,
    /// As it is stored: encrypted.
    pub stored: StoredFile,
    /// What the scanner said.
    pub scan: Scan,
}

impl Underlying {
    /// The papers there have to be before anything is signed. Between award and signature the notice stands for the contract.
    #[must_use]
    pub const fn papers(&self) -> &'static [UnderlyingPaperKind] {
        match self {
            Self::Performance { award: Some(_), .. } => &[UnderlyingPaperKind::AwardNotice],
            Self::Performance { award: None, .. } | Self::AdvancePayment { .. } | Self::Payment { .. } => &[UnderlyingPaperKind::Contract],
            Self::Warranty { .. } => &[UnderlyingPaperKind::Settlement],
            Self::Wages { .. } => &[UnderlyingPaperKind::Contract, UnderlyingPaperKind::Permit],
        }
    }

    /// The first of them that is not among `papers`.
    #[must_use]
    pub fn lacks(&self, papers: &[UnderlyingPaper]) -> Option<UnderlyingPaperKind> {
        self.papers().iter().copied().find(|kind| !papers.iter().any(|paper| paper.kind == *kind))
    }
}
