//! Resolving: a person has looked at a message that was left to one, or that waits: what it waits for may never come.

use super::{Message, MessageEvent, MessageState};
use crate::refusal::Refusal;

/// Has it acted on `again`, or lets it rest for good.
///
/// # Errors
/// [`Refusal::MessageStateForbids`] when it is neither left to a person nor waits.
pub const fn resolve(message: &Message, again: bool) -> Result<MessageEvent, Refusal> {
    match message.state {
        MessageState::Suspended | MessageState::Parked => Ok(if again { MessageEvent::Released } else { MessageEvent::Dismissed }),
        MessageState::Received | MessageState::Done | MessageState::Dismissed => Err(Refusal::MessageStateForbids),
    }
}
