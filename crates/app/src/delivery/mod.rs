//! Messages to institutions' own systems: written in the transaction of what they tell of (`commit::tell`), sent by a job of a lane of their
//! own.

pub mod bulkhead;
pub mod health;
mod keys;
pub mod replay;
pub(crate) mod send;

pub(crate) use keys::keys;
