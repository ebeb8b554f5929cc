//! The key vault: the one place where seal keys are used. Each institution has a national key (SM2) with its electronic seal and an
//! ordinary one (ECDSA) for readers abroad: PIN-encrypted key files with certificates beside them; a hardware module takes this
//! place in production (GM-7).
//! It also has the key under which the keys of organisations' personal data are kept ([`Vault::make_personal`]).

mod personal;

use crate::identity::holder;
use domain::party::Uscc;
use gm::certificate::Certificate;
use gm::{CipherKey, Entropy, SigningKey, key_file};
use seals::eseal::ESeal;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the vault cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// A file is missing or wrong.
    #[error("密钥库中的 {0} 无法读取：{1}")]
    Unreadable(String, String),
    /// What is personal is kept under a key whose file is gone.
    #[error("密钥库缺少 {}，而数据库中已有用它加密的企业信息。请从密钥库的备份中取回该文件放回原处，再重新启动；没有它，已加密的内容无法读取，因此平台不会另生成一个", .0.display())]
    Lost(PathBuf),
    /// There is no key of this name.
    #[error("密钥库中没有 {0}")]
    Unknown(String),
    /// Signing failed.
    #[error("签名失败")]
    Failed,
}

/// A key with its certificate chain, leaf first.
struct Held {
    key: SigningKey,
    chain: Vec<Certificate>,
}

/// What an institution signs with.
pub struct SealKey {
    national: Held,
    ordinary: Held,
    seal: ESeal,
}

/// Which of an institution's two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// SM2, with the electronic seal.
    National,
    /// ECDSA, for ordinary PDF readers.
    Ordinary,
}

impl Which {
    /// Its name in the audit log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Ordinary => "ordinary",
        }
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({:?})", self.seal)
    }
}

impl SealKey {
    const fn held(&self, which: Which) -> &Held {
        match which {
            Which::National => &self.national,
            Which::Ordinary => &self.ordinary,
        }
    }

    /// The chain of one of its keys, leaf first; never empty.
    #[must_use]
    pub fn chain(&self, which: Which) -> &[Certificate] {
        &self.held(which).chain
    }

    /// Its electronic seal.
    #[must_use]
    pub const fn seal(&self) -> &ESeal {
        &self.seal
    }
}

/// The seal keys.
pub struct Vault {
    keys: BTreeMap<String, SealKey>,
    /// Names of keys, by the code in their certificates.
    owners: BTreeMap<Uscc, String>,
    /// What the keys of personal data are kept under.
    personal: Option<CipherKey>,
    entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys.keys()).finish()
    }
}

fn unreadable(name: &str, error: &dyn fmt::Display) -> VaultError {
    VaultError::Unreadable(name.to_owned(), error.to_string())
}

/// The key `name` and its chain.
fn held(folder: &Path, name: &str, pin: &str) -> Result<Held, VaultError> {
    let read =
        |extension: &str| std::fs::read_to_string(folder.join(format!("{name}.{extension}"))).map_err(|error| unreadable(name, &error));
    let key = key_file::decrypt_any(&read("p8")?, pin).map_err(|error| unreadable(name, &error))?;
    let chain = Certificate::from_pem(&read("cer")?).map_err(|error| unreadable(name, &error))?;
    if chain.first().map(Certificate::key_info) == key.public_info().ok() {
        Ok(Held { key, chain })
    } else {
        Err(unreadable(name, &"密钥与证书不匹配"))
    }
}

impl Vault {
    /// Whether one of its keys is the one in `certificate`.
    #[must_use]
    pub fn holds(&self, certificate: &Certificate) -> bool {
        let same = |held: &Held| held.chain.first().is_some_and(|own| own.key_info() == certificate.key_info());
        self.keys.values().any(|key| same(&key.national) || same(&key.ordinary))
    }

    /// Opens every institution's keys in `folder`: `NAME.esl` beside `NAME.p8`, `NAME.cer`, `NAME.p256.p8`, `NAME.p256.cer`.
    ///
    /// # Errors
    /// [`VaultError::Unreadable`] for the first that does not open or does not fit its certificate.
    pub fn open(folder: &Path, pin: &str, entropy: Arc<dyn Entropy>) -> Result<Self, VaultError> {
        let whole = folder.display().to_string();
        let (mut keys, mut owners) = (BTreeMap::new(), BTreeMap::new());
        for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&whole, &error))? {
            let path = entry.map_err(|error| unreadable(&whole, &error))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".esl")) else { continue };
            let seal = std::fs::read(&path).map_err(|error| unreadable(name, &error))?;
            let seal = ESeal::from_der(&seal).map_err(|error| unreadable(name, &error))?;
            let key = SealKey { national: held(folder, name, pin)?, ordinary: held(folder, &format!("{name}.p256"), pin)?, seal };
            if !key.chain(Which::National).first().is_some_and(|leaf| key.seal.is_for(leaf)) {
                return Err(unreadable(name, &"印章不属于该证书"));
            }
            let owner = key.chain(Which::National).first().map(holder).transpose().map_err(|error| unreadable(name, &error))?;
            owners.extend(owner.map(|owner| (owner.uscc, name.to_owned())));
            keys.insert(name.to_owned(), key);
        }
        let personal = personal::open(folder, pin)?;
        Ok(Self { keys, owners, personal, entropy })
    }

    /// What the institution with the seal key `name` signs with.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    pub fn get(&self, name: &str) -> Result<&SealKey, VaultError> {
        self.keys.get(name).ok_or_else(|| VaultError::Unknown(name.to_owned()))
    }

    /// The name of the key of the organisation with this code, by the certificate its seal is for.
    ///
    /// # Errors
    /// [`VaultError::Unknown`].
    pub fn of(&self, uscc: &Uscc) -> Result<&str, VaultError> {
        self.owners.get(uscc).map(String::as_str).ok_or_else(|| VaultError::Unknown(format!("{uscc} 的印章")))
    }

    /// Signs `bytes`. Whoever asks writes the use into the audit log.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn sign(&self, name: &str, which: Which, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let held = self.get(name)?.held(which);
        held.key.sign(bytes, self.entropy.as_ref()).map_err(|_| VaultError::Failed)
    }
}
