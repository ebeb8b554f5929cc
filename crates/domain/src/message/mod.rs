//! Messages from outside (来文): recorded first, acted on by a job, however often and in whatever order they come. What cannot be acted on
//! yet is parked until something happens to its subject; what cannot be acted on at all is left to a person.

pub mod act;
pub mod resolve;

pub use act::Effect;

use crate::id::{InstitutionId, MessageId};
use crate::time::Timestamp;

/// A message, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its own name on the platform; also that of its receipt.
    pub id: MessageId,
    /// Who sent it, by its application's name.
    pub sender: String,
    /// The sender's idempotency key.
    pub key: String,
    /// SM3 over target and body, hexadecimal.
    pub digest: String,
    /// The institution that sent it, if one did.
    pub institution: Option<InstitutionId>,
    /// What it is, by the interface's name.
    pub topic: String,
    /// What it is about: an application's or a lot's number.
    pub subject: String,
    /// Its JSON.
    pub payload: String,
    /// When it was first received.
    pub received_at: Timestamp,
    /// Where it stands.
    pub state: MessageState,
    /// Why it was left to a person, until it is acted on again; empty when it never was.
    pub reason: String,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// Recorded; a job will act on it.
    Received,
    /// Something else has to happen first.
    Parked,
    /// It has had its effect, or has none any more.
    Done,
    /// A person has to look at it.
    Suspended,
    /// A person has looked at it: it rests for good.
    Dismissed,
}

impl MessageState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Received, Self::Parked, Self::Done, Self::Suspended, Self::Dismissed];

    /// The state's name in the database and in the transition table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Parked => "parked",
            Self::Done => "done",
            Self::Suspended => "suspended",
            Self::Dismissed => "dismissed",
        }
    }

    /// The state with this name, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "待处理",
            Self::Parked => "等待前序",
            Self::Done => "已处理",
            Self::Suspended => "待人工核对",
            Self::Dismissed => "不再处理",
        }
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageEvent {
    /// It had its effect.
    Done,
    /// It waits.
    Parked,
    /// It was left to a person.
    Suspended {
        /// Why, as that person reads it.
        reason: String,
    },
    /// A person had it acted on again.
    Released,
    /// A person let it rest.
    Dismissed,
}

impl Message {
    /// The only writer of its state.
    pub fn apply(&mut self, event: &MessageEvent) {
        self.state = match event {
            MessageEvent::Done => {
                self.reason.clear();
                MessageState::Done
            }
            MessageEvent::Parked => {
                self.reason.clear();
                MessageState::Parked
            }
            MessageEvent::Suspended { reason } => {
                self.reason.clone_from(reason);
                MessageState::Suspended
            }
            MessageEvent::Released => MessageState::Received,
            MessageEvent::Dismissed => MessageState::Dismissed,
        };
    }
}
