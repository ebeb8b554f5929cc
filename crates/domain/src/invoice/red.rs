//! What takes an invoice back (红字发票), and the confirmation it may need before (红字信息确认单).

use super::{InvoiceNumber, IssuedInvoice};
use crate::money::Cny;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Why an invoice is reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedReason {
    /// 开票有误, code 1.
    Mistaken,
    /// 销货退回, code 2.
    Returned,
    /// 服务中止, code 3: a guarantee that is given back.
    Ended,
    /// 销售折让, code 4.
    Allowed,
}

impl RedReason {
    /// Every reason, by its code.
    pub const ALL: [Self; 4] = [Self::Mistaken, Self::Returned, Self::Ended, Self::Allowed];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mistaken => "1",
            Self::Returned => "2",
            Self::Ended => "3",
            Self::Allowed => "4",
        }
    }

    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mistaken => "开票有误",
            Self::Returned => "销货退回",
            Self::Ended => "服务中止",
            Self::Allowed => "销售折让",
        }
    }
}

/// A red invoice: it takes back one that was issued, in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedInvoice {
    /// The number of the invoice it reverses.
    pub reverses: InvoiceNumber,
    /// Why.
    pub reason: RedReason,
    /// The red invoice itself; its amount is what it takes back, and not below zero.
    pub invoice: IssuedInvoice,
}

/// Hours within which the other side confirms, after which the confirmation is void (code 07).
pub const CONFIRM_HOURS: i64 = 72;

/// How far a confirmation has come, as the tax platform counts it. A buyer who has used the invoice (用途确认) has to agree before it is
/// reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedConfirmation {
    /// 01.
    NotNeeded,
    /// 02: the buyer has to confirm.
    AwaitsBuyer,
    /// 03: the seller has to confirm.
    AwaitsSeller,
    /// 04.
    Confirmed,
    /// 05.
    DeniedByBuyer,
    /// 06.
    DeniedBySeller,
    /// 07.
    TimedOut,
    /// 08.
    Withdrawn,
    /// 09: withdrawn after it was confirmed.
    Undone,
    /// 10.
    Applying,
}

impl RedConfirmation {
    /// Every state, by its code.
    pub const ALL: [Self; 10] = [
        Self::NotNeeded,
        Self::AwaitsBuyer,
        Self::AwaitsSeller,
        Self::Confirmed,
        Self::DeniedByBuyer,
        Self::DeniedBySeller,
        Self::TimedOut,
        Self::Withdrawn,
        Self::Undone,
        Self::Applying,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotNeeded => "01",
            Self::AwaitsBuyer => "02",
            Self::AwaitsSeller => "03",
            Self::Confirmed => "04",
            Self::DeniedByBuyer => "05",
            Self::DeniedBySeller => "06",
            Self::TimedOut => "07",
            Self::Withdrawn => "08",
            Self::Undone => "09",
            Self::Applying => "10",
        }
    }

    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotNeeded => "无需确认",
            Self::AwaitsBuyer => "销方录入待购方确认",
            Self::AwaitsSeller => "购方录入待销方确认",
            Self::Confirmed => "购销双方已确认",
            Self::DeniedByBuyer => "作废（销方录入购方否认）",
            Self::DeniedBySeller => "作废（购方录入销方否认）",
            Self::TimedOut => "作废（超过 72 小时未确认）",
            Self::Withdrawn => "作废（发起方已撤销）",
            Self::Undone => "作废（确认后撤销）",
            Self::Applying => "申请中",
        }
    }

    /// Whether a red invoice may be issued on it.
    #[must_use]
    pub const fn allows(self) -> bool {
        match self {
            Self::NotNeeded | Self::Confirmed => true,
            Self::AwaitsBuyer
            | Self::AwaitsSeller
            | Self::DeniedByBuyer
            | Self::DeniedBySeller
            | Self::TimedOut
            | Self::Withdrawn
            | Self::Undone
            | Self::Applying => false,
        }
    }
}

/// A confirmation under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirming {
    /// How far it had come.
    pub state: RedConfirmation,
    /// When that was recorded.
    pub at: Timestamp,
}

impl Confirming {
    /// Until when the other side may confirm, where it has to.
    #[must_use]
    pub const fn until(&self) -> Option<Timestamp> {
        match self.state {
            RedConfirmation::AwaitsBuyer | RedConfirmation::AwaitsSeller => Some(self.at.plus(CONFIRM_HOURS * Timestamp::HOUR)),
            RedConfirmation::NotNeeded
            | RedConfirmation::Confirmed
            | RedConfirmation::DeniedByBuyer
            | RedConfirmation::DeniedBySeller
            | RedConfirmation::TimedOut
            | RedConfirmation::Withdrawn
            | RedConfirmation::Undone
            | RedConfirmation::Applying => None,
        }
    }

    /// How far it has come at `now`: what nobody confirmed in time is void. Computed, never stored.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> RedConfirmation {
        if self.until().is_some_and(|until| now >= until) { RedConfirmation::TimedOut } else { self.state }
    }
}

/// What is to be taken back of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedWanted {
    /// How much.
    pub amount: Cny,
    /// Why.
    pub reason: RedReason,
    /// How far its confirmation has come, once one was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirming: Option<Confirming>,
}
