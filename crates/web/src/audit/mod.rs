//! What was done and denied in an organisation's name.

pub(crate) mod list;
