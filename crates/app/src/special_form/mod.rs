//! Special forms (特殊格式): asked for, drafted, approved, confirmed. One file a verb.

pub mod abandon;
pub mod approve;
pub mod confirm;
pub mod edit;
pub mod list;
pub(crate) mod load;
pub mod preview;
pub mod refuse;
pub mod request;
pub mod send_back;
pub mod view;
