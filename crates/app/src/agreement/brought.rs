//! The seal that came with a signature.

use crate::error::AppError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use seals::eseal::ESeal;
use seals::hash::Hash;

/// Largest seal that is read, in bytes.
const SEAL_MAX: usize = 256 * 1024;

/// A seal that somebody brought.
#[derive(Debug)]
pub(crate) struct BroughtSeal {
    pub(crate) seal: ESeal,
    /// What it is kept under: SHA-256, hexadecimal.
    pub(crate) digest: String,
}

impl BroughtSeal {
    /// Reads it from base64 DER.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] with what to do.
    pub(crate) fn read(text: &str) -> Result<Self, AppError> {
        let bytes = STANDARD.decode(text).ok().filter(|bytes| bytes.len() <= SEAL_MAX);
        let seal = bytes.and_then(|bytes| ESeal::from_der(&bytes).ok());
        let seal = seal.ok_or_else(|| AppError::Unauthenticated("没有读到电子印章，请在证书助手中选择带印章的证书".into()))?;
        let digest = hex::encode(Hash::Sha256.digest(&[seal.der()]));
        Ok(Self { seal, digest })
    }
}
