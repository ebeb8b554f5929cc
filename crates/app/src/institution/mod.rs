//! Institutions: what is registered from a file, what buyers see, how far they are bound.

pub mod close;
pub(crate) mod connection;
pub mod free_exposure;
pub mod ledger;
pub mod limit;
pub mod register;
pub mod view;
