//! Operating manuals (操作手册): as they were written, and printed.

pub mod print;
mod printed;

pub use documents::manual::{MANUALS, Manual, PICTURES, picture_of};
pub(crate) use printed::Printed;
