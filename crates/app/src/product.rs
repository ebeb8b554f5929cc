//! Products as buyers see them.

pub mod quotes;
