use crate::document::trust::{FOLDERS, TrustError, Trusted, Use, files, read};
use documents::verify::DocumentTrust;
use domain::time::Timestamp;
use gm::certificate::{Certificate, CertificateError, Purpose};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// The folder of anchors and revocation lists, by purpose. It is looked at for each check, so that a list that was just replaced counts
/// at once; what was read and verified is kept as long as no file in it changes.
#[derive(Debug)]
pub struct TrustFolder {
    folder: PathBuf,
    demonstration: bool,
    kept: Mutex<Option<Kept>>,
}

/// Name, length and time of change of every file.
type State = Vec<(PathBuf, u64, SystemTime)>;

/// What the folder held when it was last read.
#[derive(Debug)]
struct Kept {
    state: State,
    trusted: Arc<Trusted>,
    /// Chains that verified under this trust for a use, with the seconds between which that holds: a check is asked for several times
    /// in one person's day, and costs two SM2 verifications each.
    verified: BTreeMap<(Use, [u8; 32]), (i64, i64)>,
}

/// Chains remembered; beyond them the memory starts anew.
const VERIFIED_MAX: usize = 10_000;

const fn purpose(wanted: Use) -> Purpose {
    match wanted {
        Use::Person => Purpose::Sign,
        Use::Document => Purpose::Document,
        Use::Interface => Purpose::Interface,
    }
}

impl TrustFolder {
    /// Trusts what `folder` holds. A demonstration anchor is accepted only in a `demonstration`.
    ///
    /// # Errors
    /// [`TrustError`]; without an anchor of people nobody could log in.
    pub fn open(folder: &Path, demonstration: bool) -> Result<Self, TrustError> {
        let this = Self { folder: folder.to_owned(), demonstration, kept: Mutex::default() };
        let people = this.trusted()?.of(Use::Person).anchors().is_empty();
        if people { Err(TrustError::Empty(folder.display().to_string())) } else { Ok(this) }
    }

    /// The files that are read, and how they stand. A file that vanishes meanwhile is not there.
    fn state(&self) -> State {
        let folders = std::iter::once(self.folder.clone()).chain(FOLDERS.iter().map(|below| self.folder.join(below)));
        let paths = folders.flat_map(|folder| files(&folder));
        let state = paths.filter_map(|path| {
            let about = std::fs::metadata(&path).ok()?;
            Some((path, about.len(), about.modified().ok()?))
        });
        state.collect()
    }

    /// What the folder holds now, read anew if a file has changed.
    fn current(&self) -> Result<MutexGuard<'_, Option<Kept>>, TrustError> {
        let state = self.state();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| kept.state != state) {
            *kept = None;
            let trusted = Arc::new(read(&self.folder, self.demonstration)?);
            for fault in &trusted.faults {
                tracing::warn!(file = %fault.file, reason = %fault.reason, "a file of the trust folder counts for nothing");
            }
            *kept = Some(Kept { state, trusted, verified: BTreeMap::new() });
        }
        Ok(kept)
    }

    /// What the folder holds now.
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn trusted(&self) -> Result<Arc<Trusted>, TrustError> {
        let kept = self.current()?;
        kept.as_ref().map(|kept| Arc::clone(&kept.trusted)).ok_or_else(|| TrustError::Missing(self.folder.display().to_string()))
    }

    /// Whom the verifier of documents trusts.
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn documents(&self) -> Result<DocumentTrust, TrustError> {
        Ok(self.trusted()?.documents().clone())
    }

    /// Verifies a certificate chain (leaf first) of a person at `now`.
    ///
    /// # Errors
    /// As [`TrustFolder::verify_for`].
    pub fn verify(&self, chain: &[Certificate], now: Timestamp) -> Result<(), CertificateError> {
        self.verify_for(Use::Person, chain, now)
    }

    /// Verifies a certificate chain (leaf first) for one use at `now`.
    ///
    /// # Errors
    /// The [`CertificateError`]; [`CertificateError::RevocationUnknown`] when the folder cannot be read.
    pub fn verify_for(&self, wanted: Use, chain: &[Certificate], now: Timestamp) -> Result<(), CertificateError> {
        let now = now.seconds();
        let mut joined = Vec::new();
        for certificate in chain {
            joined.extend_from_slice(&gm::digest::sm3(certificate.der()));
        }
        let key = (wanted, gm::digest::sm3(&joined));
        let unknown = CertificateError::RevocationUnknown;
        let trusted = {
            let kept = self.current().map_err(|_| unknown)?;
            let kept = kept.as_ref().ok_or(unknown)?;
            if kept.verified.get(&key).is_some_and(|(from, to)| (*from..=*to).contains(&now)) {
                return Ok(());
            }
            Arc::clone(&kept.trusted)
        };
        let span = trusted.of(wanted).verify(chain, purpose(wanted), now)?;
        let mut kept = self.current().map_err(|_| unknown)?;
        if let Some(kept) = kept.as_mut().filter(|kept| Arc::ptr_eq(&kept.trusted, &trusted)) {
            if kept.verified.len() >= VERIFIED_MAX {
                kept.verified.clear();
            }
            kept.verified.insert(key, span);
        }
        Ok(())
    }
}
