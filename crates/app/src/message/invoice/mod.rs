//! An institution's own system's invoices, plain and red: what is said of them, their files, and what becomes of the invoice that was asked for.

pub(super) mod act;
pub(super) mod files;
pub(super) mod said;
