//! The audit log as an organisation's own people read it.

pub mod list;
