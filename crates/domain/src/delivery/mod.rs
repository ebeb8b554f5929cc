//! Messages to institutions' own systems (去文): a row first, then tried until the other side has it, says no, or is given up.

pub mod replay;
pub mod settle;

pub use settle::Tried;

use crate::id::{InstitutionId, OutboxId};
use crate::time::Timestamp;

/// A message to an institution's own system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its own name; also the idempotency key it is sent with, however often.
    pub id: OutboxId,
    /// To whom.
    pub institution: InstitutionId,
    /// What it is about: an application's number. Messages about one subject are sent one after another.
    pub subject: String,
    /// What it is, by the interface's name.
    pub topic: String,
    /// Its JSON.
    pub payload: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: DeliveryState,
    /// Tries so far, since it was last taken up.
    pub tries: u32,
    /// What went wrong last; empty when nothing did.
    pub error: String,
}

/// Where a message to an institution's own system stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is to be sent.
    Pending,
    /// The other side has it.
    Delivered,
    /// Refused, or tried too often: a person may take it up again.
    Dead,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Dead];

    /// The state's name in the database and in the transition table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }

    /// The state with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pending => "待发送",
            Self::Delivered => "已送达",
            Self::Dead => "未能送达",
        }
    }
}

/// What became of a message to an institution's own system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryEvent {
    /// The other side has it.
    Delivered,
    /// A try failed; it is tried again.
    Failed {
        /// What went wrong.
        error: String,
    },
    /// It is tried no more.
    GivenUp {
        /// Why.
        error: String,
    },
    /// A person took it up again.
    Replayed,
}

impl Delivery {
    /// The only writer of its state.
    pub fn apply(&mut self, event: &DeliveryEvent) {
        self.tries += 1;
        self.state = match event {
            DeliveryEvent::Delivered => {
                self.error.clear();
                DeliveryState::Delivered
            }
            DeliveryEvent::Failed { error } => {
                self.error.clone_from(error);
                DeliveryState::Pending
            }
            DeliveryEvent::GivenUp { error } => {
                self.error.clone_from(error);
                DeliveryState::Dead
            }
            DeliveryEvent::Replayed => {
                self.tries = 0;
                DeliveryState::Pending
            }
        };
    }
}
