//! Notices (消息): what one's people were told because of what happened, and how much of it goes to them outside the platform.

pub mod choose;
pub mod list;
pub mod open;
pub mod read;
pub mod sent;
pub(crate) mod spread;
