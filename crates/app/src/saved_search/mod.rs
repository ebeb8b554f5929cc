//! Saved searches (保存的查询): an organisation's own, and known to nobody else (HR-10).

pub(crate) mod hear;
pub mod list;
pub mod remove;
pub mod save;
