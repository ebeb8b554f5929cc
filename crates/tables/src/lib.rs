//! Strangers' tables: CSV in the encodings of Chinese banks, XLSX, XLS, ODS, MT940. A file goes in, rows come out one after another,
//! counted; what is not understood is a fault of its row, or says why the file cannot be read at all. And strangers' pictures and PDFs:
//! whether they are whole ([`attachment`]); and their invoices ([`invoice`]).
//!
//! Architecture Invariant: pure. Bytes go in, rows come out; no file, no clock, no database. The platform runs it in a process of its
//! own, `kaihan-reader` ([`reading`]), as the libraries below are not ours and reserve what a file tells them to.

pub mod attachment;
pub mod invoice;
pub mod reading;
pub mod sheet;
pub mod statement;
mod text;

use std::fmt;

/// Largest file that is read, in bytes.
pub const FILE_MAX: usize = 64 << 20;
/// Most rows of a file.
pub const ROWS_MAX: u64 = 2_000_000;
/// Most columns of a row; a row that is longer is no statement's and no feed's.
pub const COLUMNS_MAX: usize = 256;
/// Most characters of a cell.
pub const CELL_MAX: usize = 4_000;

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[error("{0}")]
pub struct Unreadable(pub String);

impl Unreadable {
    fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }
}
