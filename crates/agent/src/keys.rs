//! The person's keys: a folder of PIN-encrypted PKCS#8 files, `NAME.p8`, each with its certificate chain `NAME.cer` and, for those who seal documents, its electronic seal `NAME.esl` beside it. A
//! key is decrypted for one signature and wiped.

use domain::signing::SigningPayload;
use domain::time::Timestamp;
use gm::certificate::Certificate;
use gm::key_file::KeyFileError;
use gm::{Entropy, key_file};
use seals::eseal::{ESeal, ToBeSigned};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Wrong PINs in a row before a pause; a file has no retry counter of its own.
const WRONG_PINS_MAX: u32 = 5;
/// The pause after [`WRONG_PINS_MAX`] wrong PINs.
const PAUSE_MICROS: i64 = 5 * Timestamp::MINUTE;

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No such key.
    #[error("没有找到所选证书，请重新选择")]
    Unknown,
    /// Wrong PIN.
    #[error("PIN 码错误，还可以尝试 {0} 次")]
    WrongPin(u32),
    /// Too many wrong PINs.
    #[error("PIN 码连续错误，请于 {0} 分钟后重试")]
    Paused(i64),
    /// A document needs a seal.
    #[error("所选证书没有电子印章，请选择带印章的证书或向发证机构申领")]
    NoSeal,
    /// The file does not read.
    #[error("证书文件无法使用：{0}")]
    Unusable(String),
}

/// A certificate as the window lists it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) code: String,
    pub(crate) until: String,
}

/// What was signed with.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    /// The chain, leaf first.
    pub(crate) chain: Vec<Certificate>,
    /// DER.
    pub(crate) signature: Vec<u8>,
    /// The seal, for a document.
    pub(crate) seal: Option<ESeal>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tries {
    wrong: u32,
    last: i64,
}

/// The person's keys.
#[derive(Debug)]
pub struct Keys {
    folder: PathBuf,
    tries: Mutex<BTreeMap<String, Tries>>,
}

impl Keys {
    /// The keys in `folder`.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), tries: Mutex::default() }
    }

    fn chain(&self, name: &str) -> Result<Vec<Certificate>, KeyError> {
        let path = self.folder.join(format!("{name}.cer"));
        let pem = std::fs::read_to_string(path).map_err(|_| KeyError::Unknown)?;
        Certificate::from_pem(&pem).map_err(|error| KeyError::Unusable(error.to_string()))
    }

    /// The certificates to choose from, by name of the file.
    pub(crate) fn list(&self) -> Vec<Listed> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".p8").map(str::to_owned));
        let mut listed: Vec<Listed> = names
            .filter_map(|name| {
                let leaf = self.chain(&name).ok()?.into_iter().next()?;
                Some(Listed {
                    subject: leaf.subject_attribute("2.5.4.3").unwrap_or_default(),
                    code: leaf.extension_text("1.2.156.10260.4.1.4").unwrap_or_default(),
                    until: Timestamp::from_micros(leaf.validity().1 * Timestamp::SECOND).date().to_string(),
                    name,
                })
            })
            .collect();
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        listed
    }

    /// The seal beside a certificate.
    fn seal(&self, name: &str) -> Result<ESeal, KeyError> {
        let bytes = std::fs::read(self.folder.join(format!("{name}.esl"))).map_err(|_| KeyError::NoSeal)?;
        ESeal::from_der(&bytes).map_err(|error| KeyError::Unusable(error.to_string()))
    }

    /// Signs `payload` with the key `name`, opened with `pin`: a document with the seal beside the key, anything else as it is.
    ///
    /// # Errors
    /// [`KeyError`].
    pub(crate) fn sign(
        &self,
        name: &str,
        pin: &str,
        payload: &SigningPayload,
        now: Timestamp,
        entropy: &dyn Entropy,
    ) -> Result<Signed, KeyError> {
        // A name that is listed is a name of a file in the folder, never a path.
        if !self.list().iter().any(|listed| listed.name == name) {
            return Err(KeyError::Unknown);
        }
        let (message, seal) = match payload {
            SigningPayload::Login { .. } | SigningPayload::Check { .. } => (payload.canonical(), None),
            SigningPayload::Agreement(consent) => {
                let (seal, digest) = (self.seal(name)?, gm::digest::sm3(consent.description.as_bytes()));
                let signed = ToBeSigned { seal: &seal, time: consent.time, digest, path: &consent.path, shown: &consent.canonical() };
                (signed.der(), Some(seal))
            }
        };
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let tried = tries.entry(name.to_owned()).or_default();
        let left = tried.last + PAUSE_MICROS - now.micros();
        if tried.wrong >= WRONG_PINS_MAX {
            if left > 0 {
                return Err(KeyError::Paused(left / Timestamp::MINUTE + 1));
            }
            *tried = Tries::default();
        }
        let pem = std::fs::read_to_string(self.folder.join(format!("{name}.p8"))).map_err(|_| KeyError::Unknown)?;
        let key = match key_file::decrypt(&pem, pin) {
            Ok(key) => key,
            Err(KeyFileError::WrongPin) => {
                *tried = Tries { wrong: tried.wrong + 1, last: now.micros() };
                return Err(match WRONG_PINS_MAX - tried.wrong {
                    0 => KeyError::Paused(PAUSE_MICROS / Timestamp::MINUTE),
                    left => KeyError::WrongPin(left),
                });
            }
            Err(KeyFileError::Malformed) => return Err(KeyError::Unusable(KeyFileError::Malformed.to_string())),
        };
        *tried = Tries::default();
        let signature = key.sign(&message, entropy).map_err(|error| KeyError::Unusable(error.to_string()))?;
        Ok(Signed { chain: self.chain(name)?, signature, seal })
    }
}
