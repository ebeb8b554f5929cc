//! SM3 (GB/T 32905).

use sm3::{Digest, Sm3};

/// An SM3 digest.
pub type Sm3Digest = [u8; 32];

/// The digest of `bytes`.
#[must_use]
pub fn sm3(bytes: &[u8]) -> Sm3Digest {
    Sm3::digest(bytes).into()
}

/// The digest of `bytes` in lower-case hexadecimal.
#[must_use]
pub fn sm3_hex(bytes: &[u8]) -> String {
    hex::encode(sm3(bytes))
}
