//! SM4-GCM (GB/T 32907; mode and vectors as in RFC 8998): confidentiality with integrity.

use aes_gcm::AesGcm;
use aes_gcm::aead::{Aead, KeyInit, Payload, consts::U12};
use sm4::Sm4;
use std::fmt;

type Sm4Gcm = AesGcm<Sm4, U12>;

/// Bytes of a key.
pub const KEY_BYTES: usize = 16;
/// Bytes of a nonce; never used twice with one key.
pub const NONCE_BYTES: usize = 12;

/// The ciphertext, the nonce, the key or the associated data is not what was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenError;

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the sealed content is not intact")
    }
}

impl std::error::Error for OpenError {}

/// Encrypts and authenticates `plain` together with `associated`; the 16-byte tag is at the end.
///
/// # Errors
/// [`OpenError`] only beyond GCM's length limit of 64 GiB.
pub fn seal(key: &[u8; KEY_BYTES], nonce: &[u8; NONCE_BYTES], plain: &[u8], associated: &[u8]) -> Result<Vec<u8>, OpenError> {
    Sm4Gcm::new(key.into()).encrypt(nonce.into(), Payload { msg: plain, aad: associated }).map_err(|_| OpenError)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`OpenError`] when anything differs.
pub fn open(key: &[u8; KEY_BYTES], nonce: &[u8; NONCE_BYTES], sealed: &[u8], associated: &[u8]) -> Result<Vec<u8>, OpenError> {
    Sm4Gcm::new(key.into()).decrypt(nonce.into(), Payload { msg: sealed, aad: associated }).map_err(|_| OpenError)
}
