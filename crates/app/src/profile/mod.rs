//! Enterprise profiles: filled in once, verified by a centre, exported whole. One file a verb. What is personal in them goes through
//! [`conceal`] alone.

pub mod attach;
pub mod change;
pub(crate) mod conceal;
pub mod export;
pub mod form;
pub mod history;
pub mod list;
pub(crate) mod load;
pub mod remove;
pub mod reveal;
pub mod send_back;
pub mod submit;
pub mod upload;
pub mod verify;
pub mod view;
