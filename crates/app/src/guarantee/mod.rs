//! Guarantees: making the letter, handing it out, verifying it.

pub(crate) mod bind;
pub mod download;
pub mod issue;
pub mod list;
pub mod received;
pub mod turns;
pub mod verify;
