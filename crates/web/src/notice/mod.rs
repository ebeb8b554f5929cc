//! Notices (消息): what one's people were told, here and elsewhere, and in which words.

pub(crate) mod choose;
pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod sent;
pub(crate) mod template;
