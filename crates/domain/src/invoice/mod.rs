//! Invoices (发票) for a fee: asked for once the letter is out, issued by the institution, taken back by red ones where the fee goes back
//! (Hunan manual 5.2.3, 5.4; Xinjiang manual 1.2.7).
//!
//! The machine: asked for, it is issued or sent back with a reason, whereupon it may be asked for again. A fee that goes back cancels what
//! is not issued, and wants a red invoice of what is. One invoice lives for one fee, and says what of the fee was not given back (INV-19).

mod asked;
pub mod confirm_red;
mod event;
mod follows;
pub mod issue;
mod issued;
pub mod post;
mod red;
pub mod refund;
pub mod request;
pub mod reverse;
mod says;
pub mod send_back;
mod tax;

pub use asked::{InvoiceAsked, InvoiceItem, InvoiceKind, InvoiceMedium, InvoiceTitle};
pub use event::InvoiceEvent;
pub use issued::{InvoiceFile, InvoiceFormat, InvoiceNumber, IssuedInvoice, Post};
pub use red::{CONFIRM_HOURS, Confirming, RedConfirmation, RedInvoice, RedReason, RedWanted};
pub use says::InvoiceSays;
pub use tax::VatRule;

use crate::application::Guarantor;
use crate::id::{ApplicationId, InvoiceId};
use crate::money::Cny;
use crate::number::ApplicationNumber;
use crate::party::Party;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What is fixed when an invoice is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFacts {
    /// Which.
    pub id: InvoiceId,
    /// For the fee of which application.
    pub application: ApplicationId,
    /// Its number, as people see it.
    pub number: ApplicationNumber,
    /// On which site.
    pub site: SiteCode,
    /// Who is invoiced.
    pub applicant: Party,
    /// Who invoices.
    pub guarantor: Guarantor,
    /// Whether the institution works with its own system, which then issues it.
    pub own_system: bool,
    /// How much, tax included: the fee without what of it was given back.
    pub amount: Cny,
    /// What is asked for.
    pub asked: InvoiceAsked,
    /// When.
    pub requested_at: Timestamp,
}

/// How far an invoice has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum InvoiceState {
    /// The institution has not issued it yet.
    Requested {
        /// What of the fee went back meanwhile, where an own system may have issued it already.
        refunded: Cny,
    },
    /// Issued.
    Issued {
        /// What was issued.
        issued: Box<IssuedInvoice>,
        /// What is still to be taken back of it, if anything is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wanted: Option<RedWanted>,
        /// What has taken it back, in whole or in part.
        #[serde(default)]
        reversals: Vec<RedInvoice>,
        /// How the paper is on its way, once it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<Post>,
    },
    /// Sent back by the institution; it may be asked for again.
    Returned {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// The fee has gone back before it was issued.
    Cancelled,
}

impl InvoiceState {
    /// The state's name in the database.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "requested",
            Self::Issued { reversals, .. } if reversals.is_empty() => "issued",
            Self::Issued { .. } if self.left() > Cny::ZERO => "partly_reversed",
            Self::Issued { .. } => "reversed",
            Self::Returned { .. } => "returned",
            Self::Cancelled => "cancelled",
        }
    }

    /// The word on screens (Hunan manual 5.4).
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "处理中",
            Self::Issued { reversals, .. } if reversals.is_empty() => "已开票",
            Self::Issued { .. } if self.left() > Cny::ZERO => "部分红冲",
            Self::Issued { .. } => "已红冲",
            Self::Returned { .. } => "已退回",
            Self::Cancelled => "已取消",
        }
    }

    /// What of it counts: what was issued, without what was taken back.
    #[must_use]
    pub fn left(&self) -> Cny {
        match self {
            Self::Issued { issued, reversals, .. } => {
                let back: i64 = reversals.iter().map(|red| red.invoice.amount.fen()).sum();
                Cny::from_fen(issued.amount.fen() - back).unwrap_or(Cny::ZERO)
            }
            Self::Requested { .. } | Self::Returned { .. } | Self::Cancelled => Cny::ZERO,
        }
    }

    /// Whether no other may be asked for beside it (INV-19).
    #[must_use]
    pub fn lives(&self) -> bool {
        match self {
            Self::Requested { .. } => true,
            Self::Issued { .. } => self.left() > Cny::ZERO,
            Self::Returned { .. } | Self::Cancelled => false,
        }
    }

    /// What was issued, if anything was.
    #[must_use]
    pub const fn issued(&self) -> Option<&IssuedInvoice> {
        match self {
            Self::Issued { issued, .. } => Some(issued),
            Self::Requested { .. } | Self::Returned { .. } | Self::Cancelled => None,
        }
    }

    /// The red invoices there are, oldest first.
    #[must_use]
    pub fn reversals(&self) -> &[RedInvoice] {
        match self {
            Self::Issued { reversals, .. } => reversals,
            Self::Requested { .. } | Self::Returned { .. } | Self::Cancelled => &[],
        }
    }

    /// What is still to be taken back, if anything is.
    #[must_use]
    pub const fn wanted(&self) -> Option<&RedWanted> {
        match self {
            Self::Issued { wanted, .. } => wanted.as_ref(),
            Self::Requested { .. } | Self::Returned { .. } | Self::Cancelled => None,
        }
    }

    /// Every file of it and of what takes it back.
    pub fn files(&self) -> impl Iterator<Item = &InvoiceFile> {
        let own = self.issued().into_iter().flat_map(|issued| &issued.files);
        own.chain(self.reversals().iter().flat_map(|red| &red.invoice.files))
    }
}

/// An invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Fixed at birth.
    pub facts: InvoiceFacts,
    /// How far it has come.
    pub state: InvoiceState,
    /// Events so far.
    pub version: u32,
}

impl Invoice {
    /// What it is to be over in the end: what was asked for, without what went back before it was issued.
    #[must_use]
    pub fn due(&self) -> Cny {
        match &self.state {
            InvoiceState::Requested { refunded } => Cny::from_fen(self.facts.amount.fen() - refunded.fen()).unwrap_or(Cny::ZERO),
            InvoiceState::Issued { .. } | InvoiceState::Returned { .. } | InvoiceState::Cancelled => self.facts.amount,
        }
    }
}

/// The refusal of a command in a state where it makes no sense.
const fn forbidden<T>() -> Result<T, Refusal> {
    Err(Refusal::InvoiceStateForbids)
}
