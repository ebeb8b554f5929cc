//! Official vectors, the traps of the crates underneath, and checks by OpenSSL.

mod certificates;
mod openssl;
mod support;
mod vectors;
