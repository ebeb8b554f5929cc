//! Instructions to institutions about a guarantee. Who may give one, and what follows from its answer, is the business of what gives it.

pub mod give;
pub mod list;
