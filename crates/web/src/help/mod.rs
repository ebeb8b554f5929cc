//! The help centre (帮助中心) and the operating manuals.

pub(crate) mod centre;
pub(crate) mod manual;
