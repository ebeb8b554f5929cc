//! Payments: the fee of one application, due to one account under one reference.

mod follows;
mod watch;

pub use watch::Watch;

use crate::id::{ApplicationId, BankLineId, InstitutionId, MessageId, PaymentId};
use crate::money::Cny;
use crate::number::PaymentReference;
use crate::party::BankAccount;
use crate::product::PaymentStyle;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What settled a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// A bank line that matched.
    Line(BankLineId),
    /// The institution's signed word that its cashier has the money.
    Message(MessageId),
}

/// Where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum PaymentState {
    /// Awaited.
    Due {
        /// The end of the period.
        until: Timestamp,
    },
    /// Arrived.
    Settled {
        /// By what.
        by: Settlement,
    },
    /// No longer awaited: withdrawn or lapsed.
    Closed,
}

impl PaymentState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Due { .. } => "due",
            Self::Settled { .. } => "settled",
            Self::Closed => "closed",
        }
    }
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Which payment.
    pub id: PaymentId,
    /// For which application.
    pub application: ApplicationId,
    /// Whose account.
    pub institution: InstitutionId,
    /// The account, as it stood when the fee fell due (INV-10).
    pub payee: BankAccount,
    /// The exact amount.
    pub amount: Cny,
    /// How it is paid.
    #[serde(default)]
    pub style: PaymentStyle,
    /// What the payer quotes.
    pub reference: PaymentReference,
    /// Where it stands.
    pub state: PaymentState,
    /// Events so far.
    pub version: u32,
}

/// What happened to a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum PaymentEvent {
    /// It fell due.
    FellDue {
        /// All of it; the version is 1.
        payment: Box<Payment>,
    },
    /// It arrived, in time or honoured late.
    Settled {
        /// By what.
        by: Settlement,
    },
    /// It is awaited until another time.
    Moved {
        /// The end of the period.
        until: Timestamp,
    },
    /// It is no longer awaited.
    Closed,
}

impl PaymentEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::FellDue { .. } => "payment.fell_due",
            Self::Settled { .. } => "payment.settled",
            Self::Moved { .. } => "payment.moved",
            Self::Closed => "payment.closed",
        }
    }
}

impl Payment {
    /// The payment after its first event.
    #[must_use]
    pub fn born(event: &PaymentEvent) -> Option<Self> {
        if let PaymentEvent::FellDue { payment } = event { Some((**payment).clone()) } else { None }
    }

    /// The only writer of a payment's state.
    pub fn apply(&mut self, event: &PaymentEvent) {
        self.version += 1;
        match event {
            PaymentEvent::FellDue { .. } => {}
            PaymentEvent::Settled { by } => self.state = PaymentState::Settled { by: *by },
            PaymentEvent::Moved { until } => {
                if let PaymentState::Due { .. } = self.state {
                    self.state = PaymentState::Due { until: *until };
                }
            }
            PaymentEvent::Closed => self.state = PaymentState::Closed,
        }
    }
}
