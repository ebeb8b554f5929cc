//! Reports of an institution's business, on screen and as a workbook.

mod premium;
pub mod table;
pub mod workbook;

pub use premium::{Report, premium};
