use crate::entropy::{Entropy, Rng};
use sm2::dsa::signature::RandomizedSigner;
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::elliptic_curve::Generate;
use sm2::elliptic_curve::sec1::ToSec1Point;
use sm2::pke::{DecryptingKey, EncryptingKey};
use std::fmt;
use std::hint::black_box;
use std::sync::{Arc, OnceLock};

/// The signer's ID that GM/T 0009 fixes. Given in this one place.
pub const USER_ID: &str = "1234567812345678";

/// Bytes of bare ciphertext before the message: point and hash.
const BARE_MIN: usize = 65 + 32;

/// An SM2 secret key. Wiped when dropped; never printed.
#[derive(Clone)]
pub struct SecretKey {
    key: sm2::SecretKey,
    /// Made at the first signature, shared by clones: deriving the public key anew would cost as much as signing does.
    signer: Arc<OnceLock<Signer>>,
}

/// The crate's signing key, which does not wipe itself.
struct Signer(SigningKey);

impl Drop for Signer {
    fn drop(&mut self) {
        // Another key is written over the secret scalar, and is looked at, so that the writing is not left out.
        if let Ok(blank) = SigningKey::from_slice(USER_ID, &BLANK) {
            self.0 = blank;
        }
        black_box(&self.0);
    }
}

/// The scalar that is written over others: one.
const BLANK: [u8; 32] = {
    let mut one = [0; 32];
    one[31] = 1;
    one
};

/// An SM2 public key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(sm2::PublicKey);

/// The signature is not this key's over this message, or is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureError;

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature does not verify")
    }
}

impl std::error::Error for SignatureError {}

/// The ciphertext is not for this key, or is altered or malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecryptError;

impl fmt::Display for DecryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the ciphertext cannot be decrypted")
    }
}

impl std::error::Error for DecryptError {}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(redacted)")
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", hex::encode(self.to_bytes()))
    }
}

impl SecretKey {
    /// A fresh key.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self::from_inner(sm2::SecretKey::generate_from_rng(&mut Rng(entropy)))
    }

    /// The key with this scalar, big-endian.
    ///
    /// # Errors
    /// [`SignatureError`] when it is zero or not below the group order.
    pub fn from_bytes(scalar: &[u8; 32]) -> Result<Self, SignatureError> {
        sm2::SecretKey::from_slice(scalar).map(Self::from_inner).map_err(|_| SignatureError)
    }

    /// Its public key.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.key.public_key())
    }

    fn signer(&self) -> Result<&SigningKey, SignatureError> {
        if let Some(signer) = self.signer.get() {
            return Ok(&signer.0);
        }
        let signer = SigningKey::new(USER_ID, &self.key).map_err(|_| SignatureError)?;
        Ok(&self.signer.get_or_init(|| Signer(signer)).0)
    }

    /// The secret scalar, big-endian; wiped when dropped.
    pub(crate) fn scalar(&self) -> zeroize::Zeroizing<Vec<u8>> {
        zeroize::Zeroizing::new(self.key.to_bytes().to_vec())
    }

    pub(crate) const fn inner(&self) -> &sm2::SecretKey {
        &self.key
    }

    pub(crate) fn from_inner(key: sm2::SecretKey) -> Self {
        Self { key, signer: Arc::default() }
    }

    /// Signs `message` (GB/T 32918.2 with SM3 and [`USER_ID`]); the result is DER `SEQUENCE { r, s }` (GB/T 35276). The
    /// nonce depends on key, message and fresh randomness, so that neither a bad generator nor a fault repeats one.
    ///
    /// # Errors
    /// [`SignatureError`] with a probability of 2⁻²⁵⁶.
    pub fn sign(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, SignatureError> {
        let signature: Signature = self.signer()?.try_sign_with_rng(&mut Rng(entropy), message).map_err(|_| SignatureError)?;
        Ok(signature.to_der().to_vec())
    }

    /// Decrypts DER ciphertext (GM/T 0009: x, y, hash, ciphertext).
    ///
    /// # Errors
    /// [`DecryptError`]; no part of the plaintext is returned then.
    pub fn decrypt(&self, ciphertext: &[u8]) -> Result<Vec<u8>, DecryptError> {
        DecryptingKey::new(self.key.clone()).decrypt_der(ciphertext).map_err(|_| DecryptError)
    }

    /// Decrypts ciphertext as its bare parts, `04 x y`, hash, ciphertext (GB/T 32918.4), as older interfaces have it.
    ///
    /// # Errors
    /// [`DecryptError`]; no part of the plaintext is returned then.
    pub fn decrypt_c1c3c2(&self, ciphertext: &[u8]) -> Result<Vec<u8>, DecryptError> {
        // The crate takes shorter input for granted to be long enough.
        if ciphertext.len() <= BARE_MIN {
            return Err(DecryptError);
        }
        DecryptingKey::new(self.key.clone()).decrypt(ciphertext).map_err(|_| DecryptError)
    }
}

impl PublicKey {
    /// The key at this uncompressed or compressed SEC1 point.
    ///
    /// # Errors
    /// [`SignatureError`] when it is not on the curve.
    pub fn from_bytes(point: &[u8]) -> Result<Self, SignatureError> {
        sm2::PublicKey::from_sec1_bytes(point).map(Self).map_err(|_| SignatureError)
    }

    /// The uncompressed SEC1 point, 65 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_sec1_point(false).as_bytes().to_vec()
    }

    pub(crate) const fn inner(&self) -> &sm2::PublicKey {
        &self.0
    }

    pub(crate) fn verifier(&self) -> Result<VerifyingKey, SignatureError> {
        VerifyingKey::new(USER_ID, self.0).map_err(|_| SignatureError)
    }

    /// Encrypts for the holder of the secret key; DER (GM/T 0009).
    ///
    /// # Errors
    /// [`DecryptError`] for an empty message.
    pub fn encrypt(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, DecryptError> {
        EncryptingKey::new(self.0).encrypt_der(&mut Rng(entropy), message).map_err(|_| DecryptError)
    }

    /// Encrypts for the holder of the secret key, as bare parts: `04 x y`, hash, ciphertext (GB/T 32918.4).
    ///
    /// # Errors
    /// [`DecryptError`] for an empty message.
    pub fn encrypt_c1c3c2(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, DecryptError> {
        EncryptingKey::new(self.0).encrypt(&mut Rng(entropy), message).map_err(|_| DecryptError)
    }
}
