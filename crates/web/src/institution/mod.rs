//! Institutions as buyers see them.

pub(crate) mod view;
