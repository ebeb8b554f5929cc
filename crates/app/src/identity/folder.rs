use crate::document::trust::{FOLDERS, TrustError, Trusted, Use, files, read};
use documents::verify::DocumentTrust;
use domain::time::Timestamp;
use gm::certificate::{Certificate, CertificateError, Purpose};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// The folder of anchors and revocation lists, by purpose. It is looked at for each check, or as often as [`TrustFolder::looking_every`]
/// says, so that a list that was just replaced counts at once; what was read and verified is kept as long as no file in it changes.
#[derive(Debug)]
pub struct TrustFolder {
    folder: PathBuf,
    demonstration: bool,
    /// How long what was found is taken to stand, in microseconds.
    interval: i64,
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
    /// Seal makers that were found good, by their certificates' digest, and in which minute.
    makers: BTreeMap<[u8; 32], i64>,
    /// When the folder was looked at.
    looked: Option<Timestamp>,
}

/// Chains remembered; beyond them the memory starts anew.
const VERIFIED_MAX: usize = 10_000;

const fn purpose(wanted: Use) -> Purpose {
    match wanted {
        Use::Person | Use::Licence => Purpose::Sign,
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
        let this = Self { folder: folder.to_owned(), demonstration, interval: 0, kept: Mutex::default() };
        let people = this.trusted()?.of(Use::Person).anchors().is_empty();
        if people { Err(TrustError::Empty(folder.display().to_string())) } else { Ok(this) }
    }

    /// Looks no more often than this, in microseconds: what a request asks several times is looked at once.
    #[must_use]
    pub const fn looking_every(mut self, interval: i64) -> Self {
        self.interval = interval;
        self
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
        self.at(None)
    }

    /// The same, unless it was looked at within the interval before `now`.
    fn at(&self, now: Option<Timestamp>) -> Result<MutexGuard<'_, Option<Kept>>, TrustError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let stands = |kept: &Kept| now.zip(kept.looked).is_some_and(|(now, looked)| looked <= now && now < looked.plus(self.interval));
        if kept.as_ref().is_some_and(stands) {
            return Ok(kept);
        }
        let state = self.state();
        if kept.as_ref().is_none_or(|kept| kept.state != state) {
            *kept = None;
            let trusted = Arc::new(read(&self.folder, self.demonstration)?);
            for fault in &trusted.faults {
                tracing::warn!(file = %fault.file, reason = %fault.reason, "a file of the trust folder counts for nothing");
            }
            *kept = Some(Kept { state, trusted, verified: BTreeMap::new(), makers: BTreeMap::new(), looked: None });
        }
        if let (Some(kept), Some(now)) = (kept.as_mut(), now) {
            kept.looked = Some(now);
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
        let (instant, now) = (now, now.seconds());
        let mut joined = Vec::new();
        for certificate in chain {
            joined.extend_from_slice(&gm::digest::sm3(certificate.der()));
        }
        let key = (wanted, gm::digest::sm3(&joined));
        let unknown = CertificateError::RevocationUnknown;
        let trusted = {
            let kept = self.at(Some(instant)).map_err(|_| unknown)?;
            let kept = kept.as_ref().ok_or(unknown)?;
            if kept.verified.get(&key).is_some_and(|(from, to)| (*from..=*to).contains(&now)) {
                return Ok(());
            }
            Arc::clone(&kept.trusted)
        };
        let span = trusted.of(wanted).verify(chain, purpose(wanted), now)?;
        let mut kept = self.at(Some(instant)).map_err(|_| unknown)?;
        if let Some(kept) = kept.as_mut().filter(|kept| Arc::ptr_eq(&kept.trusted, &trusted)) {
            if kept.verified.len() >= VERIFIED_MAX {
                kept.verified.clear();
            }
            kept.verified.insert(key, span);
        }
        Ok(())
    }

    /// Verifies a person's encryption certificate at `now`, which stands beside one that signs.
    ///
    /// # Errors
    /// The [`CertificateError`]; [`CertificateError::RevocationUnknown`] when the folder cannot be read.
    pub fn verify_encryption(&self, certificate: &Certificate, now: Timestamp) -> Result<(), CertificateError> {
        let trusted = self.trusted().map_err(|_| CertificateError::RevocationUnknown)?;
        trusted.of(Use::Person).verify(std::slice::from_ref(certificate), Purpose::Encrypt, now.seconds()).map(drop)
    }

    /// Verifies the certificate of whoever made a seal, at `now`; found good, it is for the rest of the minute.
    ///
    /// # Errors
    /// The [`CertificateError`]; [`CertificateError::RevocationUnknown`] when the folder cannot be read.
    pub fn verify_maker(&self, maker: &Certificate, now: Timestamp) -> Result<(), CertificateError> {
        let (seconds, unknown) = (now.seconds(), CertificateError::RevocationUnknown);
        let (key, minute) = (gm::digest::sm3(maker.der()), seconds / 60);
        let mut kept = self.at(Some(now)).map_err(|_| unknown)?;
        let kept = kept.as_mut().ok_or(unknown)?;
        if kept.makers.get(&key) == Some(&minute) {
            return Ok(());
        }
        kept.trusted.documents().makers.verify_past(maker, &[], Purpose::Document, seconds, &[])?;
        if kept.makers.len() >= VERIFIED_MAX {
            kept.makers.clear();
        }
        kept.makers.insert(key, minute);
        Ok(())
    }
}
