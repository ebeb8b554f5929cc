//! Vouchers of transfers (转账凭证; Henan manual 3.5): a picture of a transfer that the applicant hands in. It starts a check and settles
//! nothing (HR-9): a person at the institution says which credit on the account it shows, or that there is none yet.

pub mod check;
mod event;
pub mod find;
mod follows;
pub mod hand_in;
pub mod miss;

pub use event::VoucherEvent;

use crate::document::Attachment;
use crate::id::{ApplicationId, BankLineId, FileId, InstitutionId, OrganisationId, PaymentId, VoucherId};
use crate::money::Cny;
use crate::number::ApplicationNumber;
use crate::profile::Scan;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Most vouchers of one payment.
pub const VOUCHERS_MAX: usize = 5;

/// What is fixed when a voucher is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherFacts {
    /// Which.
    pub id: VoucherId,
    /// For which payment.
    pub payment: PaymentId,
    /// Of which application.
    pub application: ApplicationId,
    /// Its number, as people see it.
    pub number: ApplicationNumber,
    /// Whose.
    pub applicant: OrganisationId,
    /// What the applicant is called.
    pub applicant_name: String,
    /// Whose account was to be paid.
    pub institution: InstitutionId,
    /// What was to be paid.
    pub amount: Cny,
    /// The picture, encrypted under the applicant's key.
    pub file: Attachment,
    /// The name under which it was encrypted.
    pub sealed_as: FileId,
    /// What the scanner said of it.
    pub scan: Scan,
    /// When it was handed in.
    pub at: Timestamp,
}

/// How far a voucher has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum VoucherState {
    /// Handed in, looked at by nobody.
    Uploaded,
    /// Somebody at the institution looks for the money.
    Checking {
        /// SM3 fingerprint of that person's certificate.
        by: String,
    },
    /// It shows this credit.
    Matched {
        /// Which.
        line: BankLineId,
        /// SM3 fingerprint of the certificate of whoever said so.
        by: String,
    },
    /// No credit on the account is what it shows.
    NotFound {
        /// What the applicant is told.
        reason: String,
    },
}

impl VoucherState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Checking { .. } => "checking",
            Self::Matched { .. } => "matched",
            Self::NotFound { .. } => "not_found",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Uploaded => "待核实",
            Self::Checking { .. } => "核实中",
            Self::Matched { .. } => "已找到到账",
            Self::NotFound { .. } => "未找到到账",
        }
    }

    /// Whether somebody still has to look.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Uploaded | Self::Checking { .. } => true,
            Self::Matched { .. } | Self::NotFound { .. } => false,
        }
    }
}

/// A voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voucher {
    /// Fixed at birth.
    pub facts: VoucherFacts,
    /// How far it has come.
    pub state: VoucherState,
    /// Events so far.
    pub version: u32,
}

/// Whether it still waits to be looked at.
const fn open(voucher: &Voucher) -> Result<(), Refusal> {
    if voucher.state.is_open() { Ok(()) } else { Err(Refusal::VoucherStateForbids) }
}
