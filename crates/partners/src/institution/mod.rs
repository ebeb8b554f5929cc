//! Institutions' own systems.

pub mod address;
