//! SM4-GCM (GB/T 32907; mode and vectors as in RFC 8998): confidentiality with integrity.

use crate::MacKey;
use crate::entropy::{Entropy, bytes};
use aes_gcm::AesGcm;
use aes_gcm::aead::{Aead, KeyInit, Payload, consts::U12};
use sm4::Sm4;
use std::fmt;
use zeroize::Zeroizing;

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

/// A key for what is kept: wiped when dropped, never printed. Each sealing draws a nonce of its own and puts it in front.
#[derive(Clone)]
pub struct CipherKey(Zeroizing<[u8; KEY_BYTES]>);

impl fmt::Debug for CipherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CipherKey(redacted)")
    }
}

impl CipherKey {
    /// A fresh key.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(bytes(entropy)))
    }

    /// The key that follows from a secret; another for each secret.
    #[must_use]
    pub fn of(secret: &MacKey) -> Self {
        let code = Zeroizing::new(secret.mac(b"SM4-GCM key"));
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        key.iter_mut().zip(code.iter()).for_each(|(to, from)| *to = *from);
        Self(key)
    }

    /// Encrypts `plain` together with `associated`: nonce, ciphertext, tag.
    ///
    /// # Errors
    /// As [`seal`].
    pub fn seal(&self, plain: &[u8], associated: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, OpenError> {
        let nonce = bytes::<NONCE_BYTES>(entropy);
        let sealed = seal(&self.0, &nonce, plain, associated)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`CipherKey::seal`] made.
    ///
    /// # Errors
    /// [`OpenError`] when anything differs.
    pub fn open(&self, sealed: &[u8], associated: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or(OpenError)?;
        open(&self.0, nonce.try_into().map_err(|_| OpenError)?, sealed, associated)
    }

    /// This key under another, to be kept.
    ///
    /// # Errors
    /// As [`seal`].
    pub fn wrap(&self, under: &Self, associated: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, OpenError> {
        under.seal(&self.0[..], associated, entropy)
    }

    /// The key that [`CipherKey::wrap`] put under another.
    ///
    /// # Errors
    /// [`OpenError`] when anything differs.
    pub fn unwrap(wrapped: &[u8], under: &Self, associated: &[u8]) -> Result<Self, OpenError> {
        let plain = Zeroizing::new(under.open(wrapped, associated)?);
        Ok(Self(Zeroizing::new(plain.as_slice().try_into().map_err(|_| OpenError)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn a_wrapped_key_opens_what_it_sealed_and_only_for_whom_it_was_wrapped() {
        let (master, key) = (CipherKey::of(&MacKey::new(b"master")), CipherKey::generate(&SystemEntropy));
        let wrapped = key.wrap(&master, b"one", &SystemEntropy).expect("wrapped");
        let sealed = key.seal(b"6222021234567890", b"account", &SystemEntropy).expect("sealed");
        let same = CipherKey::unwrap(&wrapped, &master, b"one").expect("the key");
        assert_eq!(same.open(&sealed, b"account").as_deref(), Ok(b"6222021234567890".as_slice()));
        assert_eq!(same.open(&sealed, b"mobile"), Err(OpenError), "what is one field's is no other's");
        assert!(CipherKey::unwrap(&wrapped, &master, b"two").is_err(), "one organisation's key is no other's");
        assert!(CipherKey::unwrap(&wrapped, &CipherKey::of(&MacKey::new(b"other")), b"one").is_err());
        assert_ne!(sealed, key.seal(b"6222021234567890", b"account", &SystemEntropy).expect("sealed"), "a nonce of its own");
        assert_eq!(format!("{key:?}"), "CipherKey(redacted)");
    }
}
