//! Acting: what a message asked for was tried.

use super::{Message, MessageEvent, MessageState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How long a message is parked before a person has to look at it, in microseconds.
const PARKED_MAX: i64 = 72 * Timestamp::HOUR;

/// What acting on a message came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It has had its effect, or has none any more.
    Had,
    /// Something else has to happen first.
    Waits,
    /// A person has to look at it, for this reason.
    Doubtful(String),
}

impl From<Refusal> for Effect {
    /// What is refused, a person looks at.
    fn from(refusal: Refusal) -> Self {
        Self::Doubtful(refusal.title().to_owned())
    }
}

/// Whether it is to be acted on.
///
/// # Errors
/// [`Refusal::MessageStateForbids`] when it has had its effect, or is a person's.
pub const fn check(message: &Message) -> Result<(), Refusal> {
    match message.state {
        MessageState::Received | MessageState::Parked => Ok(()),
        MessageState::Done | MessageState::Suspended | MessageState::Dismissed => Err(Refusal::MessageStateForbids),
    }
}

/// Records what acting on it came to. What has waited for 72 hours is left to a person.
///
/// # Errors
/// As [`check`].
pub fn act(message: &Message, effect: Effect, now: Timestamp) -> Result<MessageEvent, Refusal> {
    check(message)?;
    Ok(match effect {
        Effect::Had => MessageEvent::Done,
        Effect::Waits if now >= message.received_at.plus(PARKED_MAX) => {
            MessageEvent::Suspended { reason: "前序报文超过 72 小时未到".into() }
        }
        Effect::Waits => MessageEvent::Parked,
        Effect::Doubtful(reason) => MessageEvent::Suspended { reason },
    })
}
