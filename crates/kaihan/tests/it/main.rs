//! The program itself: killed at the worst moments, asked about files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod cases;
mod crash;
mod verify;
