//! One's own sessions, and acting in another role.

pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod switch;
