//! Saved searches (保存的查询): an organisation's own.

pub(crate) mod list;
pub(crate) mod remove;
pub(crate) mod save;
