//! What the grantor decides about a line.

use super::CreditTerms;
use serde::{Deserialize, Serialize};

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum CreditDecision {
    /// Grant it.
    Grant {
        /// Under which terms.
        terms: CreditTerms,
    },
    /// Refuse it.
    Refuse {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// Change the terms of one that was granted. What is reserved and used stays.
    Change {
        /// To which.
        terms: CreditTerms,
    },
    /// Put it out of use for now. One person is enough: it binds nobody.
    Suspend {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// Put it back into use.
    Resume,
    /// Cancel it.
    Cancel {
        /// Why, as the applicant reads it.
        reason: String,
    },
}

/// A decision without its data: what a button stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreditDecisionKind {
    /// Grant.
    Grant,
    /// Refuse.
    Refuse,
    /// Change the terms.
    Change,
    /// Suspend.
    Suspend,
    /// Resume.
    Resume,
    /// Cancel.
    Cancel,
}

impl CreditDecisionKind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Grant, Self::Refuse, Self::Change, Self::Suspend, Self::Resume, Self::Cancel];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Refuse => "refuse",
            Self::Change => "change",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Cancel => "cancel",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Grant => "授信通过",
            Self::Refuse => "授信不通过",
            Self::Change => "调整授信",
            Self::Suspend => "暂停使用",
            Self::Resume => "恢复使用",
            Self::Cancel => "取消授信",
        }
    }

    /// Whether it says under which terms.
    #[must_use]
    pub const fn has_terms(self) -> bool {
        matches!(self, Self::Grant | Self::Change)
    }

    /// Whether it says why.
    #[must_use]
    pub const fn has_reason(self) -> bool {
        matches!(self, Self::Refuse | Self::Suspend | Self::Cancel)
    }

    /// Whether a second person has to agree.
    #[must_use]
    pub const fn needs_second(self) -> bool {
        !matches!(self, Self::Suspend)
    }
}

impl CreditDecision {
    /// Which kind it is of.
    #[must_use]
    pub const fn kind(&self) -> CreditDecisionKind {
        match self {
            Self::Grant { .. } => CreditDecisionKind::Grant,
            Self::Refuse { .. } => CreditDecisionKind::Refuse,
            Self::Change { .. } => CreditDecisionKind::Change,
            Self::Suspend { .. } => CreditDecisionKind::Suspend,
            Self::Resume => CreditDecisionKind::Resume,
            Self::Cancel { .. } => CreditDecisionKind::Cancel,
        }
    }

    /// The terms it says.
    #[must_use]
    pub const fn terms(&self) -> Option<&CreditTerms> {
        match self {
            Self::Grant { terms } | Self::Change { terms } => Some(terms),
            Self::Refuse { .. } | Self::Suspend { .. } | Self::Resume | Self::Cancel { .. } => None,
        }
    }

    /// The reason it says, empty for none.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Refuse { reason } | Self::Suspend { reason } | Self::Cancel { reason } => reason,
            Self::Grant { .. } | Self::Change { .. } | Self::Resume => "",
        }
    }
}

/// What one person has proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditProposal {
    /// What.
    pub decision: CreditDecision,
    /// SM3 fingerprint of the person's certificate.
    pub by: String,
}
