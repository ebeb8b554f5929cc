//! Notices (消息): what one's people were told because of what happened.

pub mod list;
pub mod read;
