//! Use cases that need no platform around them.

#![expect(clippy::expect_used, reason = "a test that cannot go on fails here")]

mod glyphs;
mod personal;
mod statement;
mod turns;
