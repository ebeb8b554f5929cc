//! Strangers' tables, as banks and spreadsheets write them.

#![expect(clippy::unwrap_used, clippy::panic, clippy::wildcard_enum_match_arm, reason = "a test that cannot go on fails here")]

mod attachment;
mod cases;
mod invoice;
mod mt940;
mod property;
mod sheet;
mod statement;
mod support;
