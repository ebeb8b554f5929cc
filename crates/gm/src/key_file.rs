//! Key files: PKCS#8, encrypted with a PIN (PBES2: scrypt, then AES-256-CBC), readable by OpenSSL.

use crate::entropy::{Entropy, Rng, bytes};
use crate::key::SecretKey;
use crate::signing_key::{P256Key, SigningKey};
use pkcs8::pkcs5::{pbes2, scrypt};
use pkcs8::{DecodePrivateKey, EncodePrivateKey, EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument};
use std::fmt;

/// Why a key file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFileError {
    /// The PIN is wrong, or the file is damaged; the two look alike on purpose.
    WrongPin,
    /// Not an encrypted PKCS#8 file with a key of the kind that is needed.
    Malformed,
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongPin => "PIN 码错误",
            Self::Malformed => "密钥文件格式不正确",
        })
    }
}

impl std::error::Error for KeyFileError {}

const LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// A key that can be kept in a file.
pub trait Keep {
    /// PKCS#8, not encrypted; wiped when dropped.
    ///
    /// # Errors
    /// [`KeyFileError::Malformed`] when it cannot be encoded.
    fn to_pkcs8(&self) -> Result<SecretDocument, KeyFileError>;
}

impl Keep for SecretKey {
    fn to_pkcs8(&self) -> Result<SecretDocument, KeyFileError> {
        self.inner().to_pkcs8_der().map_err(|_| KeyFileError::Malformed)
    }
}

impl Keep for SigningKey {
    fn to_pkcs8(&self) -> Result<SecretDocument, KeyFileError> {
        match self {
            Self::Sm2(key) => key.to_pkcs8(),
            Self::P256(key) => key.0.to_pkcs8_der().map_err(|_| KeyFileError::Malformed),
        }
    }
}

/// The key, encrypted with `pin`, as PEM.
///
/// # Errors
/// [`KeyFileError::Malformed`] when the key cannot be encoded.
pub fn encrypt(key: &impl Keep, pin: &str, entropy: &dyn Entropy) -> Result<String, KeyFileError> {
    let params = pbes2::Parameters::generate_scrypt(&mut Rng(entropy)).map_err(|_| KeyFileError::Malformed)?;
    encrypted(key, pin, params)
}

/// The same for the key of a demonstration, whose PIN everybody knows: no work is spent on stretching it, neither here nor by whoever
/// opens it.
///
/// # Errors
/// [`KeyFileError::Malformed`] when the key cannot be encoded.
pub fn encrypt_for_demonstration(key: &impl Keep, pin: &str, entropy: &dyn Entropy) -> Result<String, KeyFileError> {
    let stretching = scrypt::Params::new(1, 8, 1).map_err(|_| KeyFileError::Malformed)?;
    let (salt, iv) = (bytes::<16>(entropy), bytes::<16>(entropy));
    let params = pbes2::Parameters::generate_scrypt_aes256cbc(stretching, &salt, iv).map_err(|_| KeyFileError::Malformed)?;
    encrypted(key, pin, params)
}

fn encrypted(key: &impl Keep, pin: &str, params: pbes2::Parameters) -> Result<String, KeyFileError> {
    let plain = key.to_pkcs8()?;
    let info = PrivateKeyInfoRef::try_from(plain.as_bytes()).map_err(|_| KeyFileError::Malformed)?;
    let sealed = info.encrypt_with_params(params, pin).map_err(|_| KeyFileError::Malformed)?;
    sealed.to_pem(LABEL, LineEnding::LF).map(|pem| (*pem).clone()).map_err(|_| KeyFileError::Malformed)
}

/// The SM2 key in `pem`, opened with `pin`.
///
/// # Errors
/// [`KeyFileError`].
pub fn decrypt(pem: &str, pin: &str) -> Result<SecretKey, KeyFileError> {
    match decrypt_any(pem, pin)? {
        SigningKey::Sm2(key) => Ok(key),
        SigningKey::P256(_) => Err(KeyFileError::Malformed),
    }
}

/// The key in `pem`, of either kind, opened with `pin`.
///
/// # Errors
/// [`KeyFileError`].
pub fn decrypt_any(pem: &str, pin: &str) -> Result<SigningKey, KeyFileError> {
    let (label, sealed) = SecretDocument::from_pem(pem).map_err(|_| KeyFileError::Malformed)?;
    if label != LABEL {
        return Err(KeyFileError::Malformed);
    }
    let info = EncryptedPrivateKeyInfoRef::try_from(sealed.as_bytes()).map_err(|_| KeyFileError::Malformed)?;
    let plain = info.decrypt(pin).map_err(|_| KeyFileError::WrongPin)?;
    let sm2 = sm2::SecretKey::from_pkcs8_der(plain.as_bytes()).map(|key| SecretKey::from_inner(key).into());
    let p256 = || p256::SecretKey::from_pkcs8_der(plain.as_bytes()).map(|key| P256Key(key).into());
    sm2.or_else(|_| p256()).map_err(|_| KeyFileError::Malformed)
}
