//! Authorities that a centre names.

pub(crate) mod list;
