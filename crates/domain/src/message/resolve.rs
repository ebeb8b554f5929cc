//! Resolving: a person has looked at a message that was left to one.

use super::{Message, MessageEvent, MessageState};
use crate::refusal::Refusal;

/// Has it acted on `again`, or lets it rest for good.
///
/// # Errors
/// [`Refusal::MessageStateForbids`] when it is not left to a person.
pub const fn resolve(message: &Message, again: bool) -> Result<MessageEvent, Refusal> {
    match message.state {
        MessageState::Suspended => Ok(if again { MessageEvent::Released } else { MessageEvent::Dismissed }),
        MessageState::Received | MessageState::Parked | MessageState::Done | MessageState::Dismissed => Err(Refusal::MessageStateForbids),
    }
}
