//! Institutions: what is registered from a file, how far they are bound.

pub mod free_exposure;
pub mod register;
pub mod view;
