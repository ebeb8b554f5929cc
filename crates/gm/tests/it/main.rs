//! Official vectors, the traps of the crates underneath, and checks by OpenSSL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

mod certificates;
mod craft;
mod openssl;
mod support;
mod trust;
mod vectors;
