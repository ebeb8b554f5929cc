//! The people of an institution and what they are given to do.

pub mod assign;
pub mod list;
