//! The keys that sign documents: SM2 for readers in China, ECDSA on P-256 for PDF readers that know no SM2.

use crate::certificate::Scheme;
use crate::entropy::{Entropy, Rng};
use crate::key::{SecretKey, SignatureError};
use p256::ecdsa::signature::RandomizedSigner;
use p256::elliptic_curve::Generate;
use spki::{EncodePublicKey, SubjectPublicKeyInfoOwned};
use std::fmt;

/// An ECDSA key on P-256. Wiped when dropped; never printed.
#[derive(Clone)]
pub struct P256Key(pub(crate) p256::SecretKey);

impl fmt::Debug for P256Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P256Key(redacted)")
    }
}

impl P256Key {
    /// A fresh key.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(p256::SecretKey::generate_from_rng(&mut Rng(entropy)))
    }
}

/// A key that signs documents or certificates.
#[derive(Clone, Debug)]
pub enum SigningKey {
    /// SM2 with SM3.
    Sm2(SecretKey),
    /// ECDSA on P-256 with SHA-256.
    P256(P256Key),
}

impl From<SecretKey> for SigningKey {
    fn from(key: SecretKey) -> Self {
        Self::Sm2(key)
    }
}

impl From<P256Key> for SigningKey {
    fn from(key: P256Key) -> Self {
        Self::P256(key)
    }
}

impl SigningKey {
    /// How it signs.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::Sm2(_) => Scheme::Sm2Sm3,
            Self::P256(_) => Scheme::EcdsaSha256,
        }
    }

    /// Signs `message`; DER `SEQUENCE { r, s }`.
    ///
    /// # Errors
    /// [`SignatureError`] with negligible probability.
    pub fn sign(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, SignatureError> {
        match self {
            Self::Sm2(key) => key.sign(message, entropy),
            Self::P256(key) => {
                let signer = p256::ecdsa::SigningKey::from(&key.0);
                let signature: p256::ecdsa::Signature = signer.try_sign_with_rng(&mut Rng(entropy), message).map_err(|_| SignatureError)?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }

    /// Its public key as certificates hold it.
    ///
    /// # Errors
    /// [`SignatureError`] when it cannot be encoded.
    pub fn public_info(&self) -> Result<SubjectPublicKeyInfoOwned, SignatureError> {
        match self {
            Self::Sm2(key) => {
                let verifier = key.public_key().verifier()?;
                SubjectPublicKeyInfoOwned::from_key(&verifier).map_err(|_| SignatureError)
            }
            Self::P256(key) => {
                let document = key.0.public_key().to_public_key_der().map_err(|_| SignatureError)?;
                document.decode_msg().map_err(|_| SignatureError)
            }
        }
    }
}
