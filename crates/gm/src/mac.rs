//! HMAC with SM3 (GB/T 15852.2).

use crate::SecretKey;
use hmac::{Hmac, KeyInit, Mac};
use sm3::Sm3;
use std::fmt;
use zeroize::Zeroizing;

/// A secret that two sides share, or that one keeps to itself. Wiped when dropped; never printed.
#[derive(Clone)]
pub struct MacKey(Zeroizing<Vec<u8>>);

impl fmt::Debug for MacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacKey(redacted)")
    }
}

impl MacKey {
    /// The key with these bytes.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    fn over(&self, message: &[u8]) -> Option<Hmac<Sm3>> {
        // HMAC takes keys of every length.
        let mut mac = <Hmac<Sm3> as KeyInit>::new_from_slice(&self.0).ok()?;
        mac.update(message);
        Some(mac)
    }

    /// The code over `message`.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> [u8; 32] {
        self.over(message).map(|mac| mac.finalize().into_bytes().into()).unwrap_or_default()
    }

    /// Whether `code` is the one over `message`, compared in constant time.
    #[must_use]
    pub fn verify(&self, message: &[u8], code: &[u8]) -> bool {
        self.over(message).is_some_and(|mac| mac.verify_slice(code).is_ok())
    }

    /// A key of its own for each `label`.
    #[must_use]
    pub fn derive(&self, label: &str) -> Self {
        Self::new(&self.mac(label.as_bytes()))
    }
}

impl SecretKey {
    /// A secret for message codes that follows from this key and `label`, and from which neither can be told.
    #[must_use]
    pub fn derive(&self, label: &str) -> MacKey {
        MacKey::new(&self.scalar()[..]).derive(label)
    }
}
