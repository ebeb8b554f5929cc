//! The sessions of whoever is logged in: where they are, ending them, acting in another role.

pub mod end;
pub mod list;
pub mod switch;
