//! What is asked about a guarantee.

use super::InstructionKind;
use super::claim::Claim;
use crate::document::Attachment;
use crate::id::InvoiceId;
use crate::party::BankAccount;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "asked")]
pub enum Asked {
    /// 退保.
    Surrender {
        /// Why (退保原因).
        reason: String,
        /// What there is to say about it (退保说明).
        #[serde(default)]
        explanation: String,
        /// Where the fee is to be paid back to.
        #[serde(default)]
        refund_to: Option<BankAccount>,
    },
    /// 延期.
    Extend {
        /// The new last day.
        new_expiry: Date,
        /// Why.
        reason: String,
        /// What shows it.
        #[serde(default)]
        materials: Vec<Attachment>,
    },
    /// 理赔.
    Claim(Box<Claim>),
    /// 注销.
    Release {
        /// Why.
        reason: String,
        /// What shows it.
        #[serde(default)]
        materials: Vec<Attachment>,
    },
    /// 开票: what is asked for is the invoice itself, which has it.
    Invoice {
        /// Which.
        invoice: InvoiceId,
    },
}

impl Asked {
    /// What kind of instruction this is.
    #[must_use]
    pub const fn kind(&self) -> InstructionKind {
        match self {
            Self::Surrender { .. } => InstructionKind::Surrender,
            Self::Extend { .. } => InstructionKind::Extend,
            Self::Claim(_) => InstructionKind::Claim,
            Self::Release { .. } => InstructionKind::Release,
            Self::Invoice { .. } => InstructionKind::Invoice,
        }
    }

    /// The papers that come with it.
    #[must_use]
    pub fn materials(&self) -> &[Attachment] {
        match self {
            Self::Extend { materials, .. } | Self::Release { materials, .. } => materials,
            Self::Claim(claim) => &claim.materials,
            Self::Surrender { .. } | Self::Invoice { .. } => &[],
        }
    }
}
