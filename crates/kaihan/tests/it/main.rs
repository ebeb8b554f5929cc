//! The program itself: killed at the worst moments, crowded, asked about files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod cases;
mod connections;
mod crash;
mod program;
mod standing;
mod turns;
mod verify;
