//! The help centre (帮助中心) and the operating manuals with their pictures.

pub(crate) mod centre;
pub(crate) mod manual;
pub(crate) mod picture;
