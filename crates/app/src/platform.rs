//! What the platform itself signs with, and the secrets that follow from that key.

use gm::certificate::Certificate;
use gm::{Entropy, MacKey, PublicKey, SecretKey, SignatureError};
use partners::signed_client::PLATFORM_APP;
use protocol::signed::{Identity, Signer};
use std::fmt;
use std::sync::Arc;

/// Characters of a serial.
pub(crate) const SERIAL: usize = 20;

/// The name a key goes by on the open interface: the beginning of SM3 over its point.
#[must_use]
pub fn serial(key: &PublicKey) -> String {
    gm::digest::sm3_hex(&key.to_bytes()).chars().take(SERIAL).collect()
}

/// The platform's own key.
pub struct Platform {
    key: SecretKey,
    certificate: Certificate,
    secret: MacKey,
    serial: String,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Platform(redacted)")
    }
}

impl Platform {
    /// The platform that signs with `key`, whose certificate is `certificate`.
    ///
    /// # Errors
    /// [`SignatureError`] when they do not fit.
    pub fn new(key: SecretKey, certificate: Certificate, entropy: Arc<dyn Entropy>) -> Result<Self, SignatureError> {
        if certificate.public_key().ok() != Some(key.public_key()) {
            return Err(SignatureError);
        }
        let secret = key.derive("kaihan/platform/1");
        let serial = serial(&key.public_key());
        Ok(Self { key, certificate, secret, serial, entropy })
    }

    /// Its certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The name its key goes by on the open interface.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Signs `message`.
    ///
    /// # Errors
    /// [`SignatureError`] with a probability of 2⁻²⁵⁶.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        self.key.sign(message, self.entropy.as_ref())
    }

    /// Who it is on the open interface.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity { app: PLATFORM_APP.into(), serial: self.serial.clone(), signer: Signer::Sm2(self.key.clone()) }
    }

    /// A secret of the platform's for one purpose.
    #[must_use]
    pub fn secret(&self, purpose: &str) -> MacKey {
        self.secret.derive(purpose)
    }
}
