use crate::document::trust::read;
use crate::error::AppError;
use documents::verify::organisation_codes;
use domain::party::{OrganisationName, Uscc};
use domain::time::Timestamp;
use gm::DEMONSTRATION_MARK;
use gm::certificate::{Certificate, CertificateError, Purpose, Trust};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// The folder with trusted anchors (`*.cer`) and revocation lists (`*.crl`). It is looked at for each check, so that a list
/// that was just replaced counts at once; what was read and verified is kept as long as no file in it changes.
#[derive(Debug)]
pub struct TrustFolder {
    folder: PathBuf,
    demonstration: bool,
    kept: Mutex<Option<Kept>>,
}

/// What the folder held when it was last read.
#[derive(Clone, Debug)]
struct Kept {
    /// Name, length and time of change of every file.
    state: Vec<(PathBuf, u64, SystemTime)>,
    trust: Arc<Trust>,
    /// Chains that verified under this trust, with the seconds between which that holds: a check is asked for several times in
    /// one person's day, and costs two SM2 verifications each.
    verified: BTreeMap<[u8; 32], (i64, i64)>,
}

/// Chains remembered; beyond them the memory starts anew.
const VERIFIED_MAX: usize = 10_000;

/// What a certificate says of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Unified social credit code.
    pub uscc: Uscc,
    /// Registered name.
    pub name: OrganisationName,
    /// SM3 fingerprint of the certificate, hexadecimal.
    pub fingerprint: String,
}

/// Organisation, common name.
const NAME_ATTRIBUTES: [&str; 2] = ["2.5.4.10", "2.5.4.3"];

impl TrustFolder {
    /// Trusts what `folder` holds. A demonstration anchor is accepted only in a `demonstration`.
    ///
    /// # Errors
    /// [`AppError::Bug`] when it holds no anchor, an unreadable file, or a demonstration anchor outside a demonstration.
    pub fn open(folder: &Path, demonstration: bool) -> Result<Self, AppError> {
        let this = Self { folder: folder.to_owned(), demonstration, kept: Mutex::default() };
        drop(this.current()?);
        Ok(this)
    }

    fn wrong(path: &Path, error: &dyn std::fmt::Display) -> AppError {
        AppError::Bug(format!("信任目录中的 {} 无法使用：{error}", path.display()))
    }

    fn state(&self) -> Result<Vec<(PathBuf, u64, SystemTime)>, AppError> {
        let mut state = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(|error| Self::wrong(&self.folder, &error))? {
            let path = entry.map_err(|error| Self::wrong(&self.folder, &error))?.path();
            let about = std::fs::metadata(&path).map_err(|error| Self::wrong(&path, &error))?;
            let changed = about.modified().map_err(|error| Self::wrong(&path, &error))?;
            state.push((path, about.len(), changed));
        }
        state.sort();
        Ok(state)
    }

    /// What the folder holds now, read anew if a file has changed.
    fn current(&self) -> Result<MutexGuard<'_, Option<Kept>>, AppError> {
        let state = self.state()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| kept.state != state) {
            *kept = None;
            let trust = Arc::new(self.load()?);
            *kept = Some(Kept { state, trust, verified: BTreeMap::new() });
        }
        Ok(kept)
    }

    fn load(&self) -> Result<Trust, AppError> {
        let (anchors, lists) = read(&self.folder)?;
        if anchors.is_empty() {
            return Err(Self::wrong(&self.folder, &"没有根证书（*.cer）"));
        }
        if !self.demonstration && anchors.iter().any(|anchor| anchor.subject().contains(DEMONSTRATION_MARK)) {
            return Err(Self::wrong(&self.folder, &"演示根证书不得用于生产环境"));
        }
        Ok(Trust::new(anchors, lists))
    }

    /// Whom the verifier of documents trusts.
    ///
    /// # Errors
    /// [`AppError::Bug`] for a file that cannot be read.
    pub fn documents(&self) -> Result<documents::verify::DocumentTrust, AppError> {
        crate::document::trust::open(&self.folder)
    }

    /// Verifies a certificate chain (leaf first) for signing at `now`.
    ///
    /// # Errors
    /// The [`CertificateError`]; [`CertificateError::RevocationUnknown`] when the folder cannot be read.
    pub fn verify(&self, chain: &[Certificate], now: Timestamp) -> Result<(), CertificateError> {
        let now = now.seconds();
        let mut joined = Vec::new();
        for certificate in chain {
            joined.extend_from_slice(&gm::digest::sm3(certificate.der()));
        }
        let key = gm::digest::sm3(&joined);
        let unknown = CertificateError::RevocationUnknown;
        let trust = {
            let kept = self.current().map_err(|_| unknown)?;
            let kept = kept.as_ref().ok_or(unknown)?;
            if kept.verified.get(&key).is_some_and(|(from, to)| (*from..=*to).contains(&now)) {
                return Ok(());
            }
            Arc::clone(&kept.trust)
        };
        let (from, to) = trust.verify(chain, Purpose::Sign, now)?;
        let mut kept = self.current().map_err(|_| unknown)?;
        if let Some(kept) = kept.as_mut().filter(|kept| Arc::ptr_eq(&kept.trust, &trust)) {
            if kept.verified.len() >= VERIFIED_MAX {
                kept.verified.clear();
            }
            kept.verified.insert(key, (from, to));
        }
        Ok(())
    }
}

/// Reads the holder out of a certificate. Two different codes in one certificate are refused.
///
/// # Errors
/// [`AppError::Unauthenticated`] when there is no code with a right check character, or no name.
pub fn holder(certificate: &Certificate) -> Result<Holder, AppError> {
    let refuse = |message: &str| AppError::Unauthenticated(message.to_owned());
    let uscc = match organisation_codes(certificate).as_slice() {
        [code] => code.clone(),
        [] => return Err(refuse("证书中没有有效的统一社会信用代码，请使用企业证书登录")),
        [_, ..] => return Err(refuse("证书中有不一致的统一社会信用代码，请联系发证机构")),
    };
    let name = NAME_ATTRIBUTES.iter().find_map(|oid| certificate.subject_attribute(oid)?.parse().ok());
    let name = name.ok_or_else(|| refuse("证书中没有单位名称，请使用企业证书登录"))?;
    Ok(Holder { uscc, name, fingerprint: certificate.fingerprint() })
}
