//! What is asked about a guarantee.

use super::InstructionKind;
use crate::money::Cny;
use crate::party::{BankAccount, Email};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What kind of invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 普通发票.
    Ordinary,
    /// 专用发票.
    Special,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "asked")]
pub enum Asked {
    /// 退保.
    Surrender {
        /// Why.
        reason: String,
    },
    /// 延期.
    Extend {
        /// The new last day.
        new_expiry: Date,
        /// Why.
        reason: String,
    },
    /// 理赔.
    Claim {
        /// How much.
        amount: Cny,
        /// Why.
        reason: String,
        /// Where it is paid to.
        payee: BankAccount,
    },
    /// 注销.
    Release {
        /// Why.
        reason: String,
    },
    /// 开票.
    Invoice {
        /// Ordinary or special.
        kind: InvoiceKind,
        /// Where it is sent.
        email: Email,
    },
}

impl Asked {
    /// What kind of instruction this is.
    #[must_use]
    pub const fn kind(&self) -> InstructionKind {
        match self {
            Self::Surrender { .. } => InstructionKind::Surrender,
            Self::Extend { .. } => InstructionKind::Extend,
            Self::Claim { .. } => InstructionKind::Claim,
            Self::Release { .. } => InstructionKind::Release,
            Self::Invoice { .. } => InstructionKind::Invoice,
        }
    }
}
