//! The key vault: the one place where seal keys are used. Each is a PIN-encrypted key file with its certificate beside it; a
//! hardware module takes this place in production (research/crypto.md §7).

use gm::certificate::Certificate;
use gm::{Entropy, SecretKey, key_file};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Why the vault cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A file is missing or wrong.
    #[error("密钥库中的 {0} 无法读取：{1}")]
    Unreadable(String, String),
    /// There is no key of this name.
    #[error("密钥库中没有 {0}")]
    Unknown(String),
    /// Signing failed.
    #[error("签名失败")]
    Failed,
}

/// A signature and the certificate it verifies with.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// DER.
    pub signature: Vec<u8>,
    /// The seal key's certificate.
    pub certificate: Certificate,
}

/// The seal keys.
pub struct Vault {
    keys: BTreeMap<String, (SecretKey, Certificate)>,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys.keys()).finish()
    }
}

impl Vault {
    /// Opens every `NAME.p8` with `NAME.cer` beside it in `folder`.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] for the first that does not open or does not fit its certificate.
    pub fn open(folder: &Path, pin: &str, entropy: Arc<dyn Entropy>) -> Result<Self, VaultError> {
        let unreadable = |name: &str, error: &dyn fmt::Display| VaultError::Unreadable(name.to_owned(), error.to_string());
        let whole = folder.display().to_string();
        let mut keys = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&whole, &error))? {
            let path = entry.map_err(|error| unreadable(&whole, &error))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".p8")) else { continue };
            let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| unreadable(name, &error));
            let key = key_file::decrypt(&read(&path)?, pin).map_err(|error| unreadable(name, &error))?;
            let chain = Certificate::from_pem(&read(&path.with_extension("cer"))?).map_err(|error| unreadable(name, &error))?;
            let certificate = chain.into_iter().next().ok_or_else(|| unreadable(name, &"没有证书"))?;
            if certificate.public_key().ok() != Some(key.public_key()) {
                return Err(unreadable(name, &"密钥与证书不匹配"));
            }
            keys.insert(name.to_owned(), (key, certificate));
        }
        Ok(Self { keys, entropy })
    }

    /// The certificate of a seal key.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    pub fn certificate(&self, name: &str) -> Result<&Certificate, VaultError> {
        self.keys.get(name).map(|(_, certificate)| certificate).ok_or_else(|| VaultError::Unknown(name.to_owned()))
    }

    /// Signs `bytes` with the seal key `name`.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn sign(&self, name: &str, bytes: &[u8]) -> Result<Sealed, VaultError> {
        let (key, certificate) = self.keys.get(name).ok_or_else(|| VaultError::Unknown(name.to_owned()))?;
        let signature = key.sign(bytes, self.entropy.as_ref()).map_err(|_| VaultError::Failed)?;
        Ok(Sealed { signature, certificate: certificate.clone() })
    }
}
