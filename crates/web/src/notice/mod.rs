//! Notices (消息): what one's people were told.

pub(crate) mod list;
pub(crate) mod read;
