//! What the platform sends: verified before it is read, answered under the institution's signature.

use crate::{Platform, serial};
use gm::{Entropy, SecretKey};
use protocol::signed::{Identity, Request, SignedError, Signer, Verifier, sign_answer, verify};
use std::sync::Arc;

/// The gate before an institution's interface.
#[derive(Clone, Debug)]
pub struct Gate {
    platform: Platform,
    identity: Identity,
    entropy: Arc<dyn Entropy>,
}

/// A request that was let in.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its nonce: remember it for ten minutes and refuse it the second time.
    pub nonce: String,
}

impl Gate {
    /// The gate of the institution with this code, which signs its answers with `key`.
    #[must_use]
    pub fn new(platform: Platform, uscc: &str, key: SecretKey, entropy: Arc<dyn Entropy>) -> Self {
        let identity = Identity { app: uscc.to_owned(), serial: serial(&key.public_key()), signer: Signer::Sm2(key) };
        Self { platform, identity, entropy }
    }

    /// Lets a request of the platform's in; `header` is its `Authorization`, `now` in UTC seconds.
    ///
    /// # Errors
    /// [`SignedError`]: answer 401, whatever it is.
    pub fn take(&self, request: &Request<'_>, header: &str, now: i64) -> Result<Taken, SignedError> {
        let known =
            |app: &str, serial: &str| (app == "kaihan" && serial == self.platform.serial).then(|| Verifier::Sm2(self.platform.key.clone()));
        Ok(Taken { nonce: verify(request, header, known, now)?.nonce })
    }

    /// The header [`protocol::signed::ANSWER_HEADER`] of an answer.
    ///
    /// # Errors
    /// [`SignedError`] with a probability of 2⁻²⁵⁶.
    pub fn sign(&self, status: u16, nonce: &str, body: &[u8], now: i64) -> Result<String, SignedError> {
        sign_answer(status, nonce, body, &self.identity, now, self.entropy.as_ref())
    }
}
