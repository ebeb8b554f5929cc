//! Lays sheets out with typst and exports the same pages as PDF/A-3b, as OFD (GB/T 33190) and as pictures, so that every line
//! breaks at the same character in each.
//!
//! Architecture Invariant: the bytes are a pure function of the sheet and the fonts. Nothing here reads the clock, the network, or a
//! file after start-up; [`confine`] makes the kernel hold it to that.

#![expect(clippy::float_arithmetic, reason = "positions on a page are real numbers; no money comes in here")]

mod compile;
mod confine;
mod frames;
mod ofd;
mod svg;

/// A letter is hundreds of thousands of small allocations: with the C library's allocator it takes a third longer
/// (`cargo xtask bench letters`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use compile::Compiler;
pub use confine::{CPU_SECONDS_MAX, confine, renew_cpu_time};
