//! Whom the platform trusts, for what: a folder for each purpose.
//!
//! | folder | whose certificates are trusted |
//! |---|---|
//! | the folder itself | people's: login, agreements |
//! | `documents/` | those who sign letters |
//! | `makers/` | seal makers |
//! | `timestamps/` | time-stamp authorities; those of `documents/` while it has none |
//! | `interface/` | systems' messages; people's while it has none |
//! | `licences/` | electronic business licences (电子营业执照): an enterprise's, whoever holds the phone, and so no person's |
//!
//! Revocation lists count wherever they lie, for they prove themselves. A file that cannot be read is named and costs only itself.

mod file;

use documents::verify::DocumentTrust;
use file::Members;
use gm::DEMONSTRATION_MARK;
use gm::certificate::{Certificate, RevocationList, Trust};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Folders below the trust folder.
pub(crate) const FOLDERS: [&str; 5] = ["documents", "makers", "timestamps", "interface", "licences"];
/// Most files that are read of one folder.
const FILES_MAX: usize = 2_000;

/// What a certificate is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// A person who logs in, or agrees to something.
    Person,
    /// Whoever signs documents in an institution's name.
    Document,
    /// A system that signs messages.
    Interface,
    /// An electronic business licence.
    Licence,
}

/// A file that counts for nothing, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustFault {
    /// The file's place in the folder.
    pub file: String,
    /// Why, and what to do.
    pub reason: String,
}

impl fmt::Display for TrustFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "信任目录中的 {} 未采用：{}", self.file, self.reason)
    }
}

/// Why a folder cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// It is not there.
    #[error("信任目录 {0} 不存在或无法读取，请检查路径")]
    Missing(String),
    /// It has no anchor for what it is asked for.
    #[error("信任目录 {0} 没有根证书（.cer、.crt、.pem、.der），请放入受信任发证机构的根证书")]
    Empty(String),
    /// An anchor of the demonstration, outside one.
    #[error("信任目录中的 {0} 是演示根证书，不得用于生产环境")]
    Demonstration(String),
}

/// What the folder holds.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    people: Trust,
    interface: Trust,
    licences: Trust,
    documents: DocumentTrust,
    /// Files that count for nothing.
    pub faults: Vec<TrustFault>,
}

/// A list's issuer and from and until when it counts, for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Who issued it.
    pub issuer: String,
    /// From and, if it says so, until when, UTC seconds.
    pub span: (i64, Option<i64>),
}

impl Trusted {
    /// The trust for one use.
    #[must_use]
    pub const fn of(&self, purpose: Use) -> &Trust {
        match purpose {
            Use::Person => &self.people,
            Use::Document => &self.documents.signers,
            Use::Interface => &self.interface,
            Use::Licence => &self.licences,
        }
    }

    /// The trust in documents.
    #[must_use]
    pub const fn documents(&self) -> &DocumentTrust {
        &self.documents
    }

    /// Every list, with how long it counts.
    pub fn lists(&self) -> impl Iterator<Item = Currency> {
        self.people.lists().iter().map(|list| Currency { issuer: list.issuer(), span: list.span() })
    }

    /// Every anchor of every purpose, with until when it counts; each once.
    #[must_use]
    pub fn anchors(&self) -> Vec<&Certificate> {
        let documents = &self.documents;
        let all = [&self.people, &self.interface, &self.licences, &documents.signers, &documents.makers, &documents.stamps];
        let mut found: Vec<&Certificate> = all.into_iter().flat_map(Trust::anchors).collect();
        found.sort_by_key(|anchor| anchor.der());
        found.dedup_by_key(|anchor| anchor.der());
        found
    }
}

/// The files of one folder, in the order of their names, so that the same folder is read alike everywhere; none when it is not there.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(|path| file::is_meant(path) && !path.is_dir()).take(FILES_MAX).collect();
    found.sort();
    found
}

/// One folder's anchors; lists and faults are added to those of all.
fn anchors(root: &Path, below: &str, lists: &mut Vec<RevocationList>, faults: &mut Vec<TrustFault>) -> Vec<Certificate> {
    let folder = root.join(below);
    let mut found = Vec::new();
    for path in files(&folder) {
        match Members::read(&path) {
            Ok(members) => {
                found.extend(members.certificates);
                lists.extend(members.lists);
            }
            Err(reason) => {
                let file = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                faults.push(TrustFault { file, reason });
            }
        }
    }
    found
}

/// Reads the folder, every purpose of it. A demonstration anchor is accepted, in whatever folder, only in a `demonstration`.
///
/// # Errors
/// [`TrustError::Missing`], [`TrustError::Demonstration`].
pub fn read(folder: &Path, demonstration: bool) -> Result<Trusted, TrustError> {
    if std::fs::read_dir(folder).is_err() {
        return Err(TrustError::Missing(folder.display().to_string()));
    }
    let (mut lists, mut faults) = (Vec::new(), Vec::new());
    let people = anchors(folder, "", &mut lists, &mut faults);
    let [signers, makers, stamps, interface, licences] = FOLDERS.map(|below| anchors(folder, below, &mut lists, &mut faults));
    let every = [&people, &signers, &makers, &stamps, &interface, &licences];
    let marked = every.into_iter().flatten().find(|anchor| anchor.subject().contains(DEMONSTRATION_MARK));
    if let Some(marked) = marked.filter(|_| !demonstration) {
        return Err(TrustError::Demonstration(marked.subject()));
    }
    let stamps = if stamps.is_empty() { signers.clone() } else { stamps };
    let interface = if interface.is_empty() { people.clone() } else { interface };
    let lists = Arc::new(lists);
    let trust = |anchors| Trust::sharing(anchors, Arc::clone(&lists));
    Ok(Trusted {
        interface: trust(interface),
        licences: trust(licences),
        documents: DocumentTrust {
            signers: trust(signers),
            makers: trust(makers),
            stamps: trust(stamps),
            // Agreements alone: an applicant's seal is a person's certificate (see `documents::verify`).
            people: trust(people.clone()),
        },
        people: trust(people),
        faults,
    })
}

/// The trust in documents of a folder that is given by hand, as `kaihan verify` is, with the files of it that count for nothing.
///
/// # Errors
/// [`TrustError::Missing`]; [`TrustError::Empty`] when nobody is trusted to sign documents.
pub fn open(folder: &Path) -> Result<Trusted, TrustError> {
    let trusted = read(folder, true)?;
    if trusted.documents.signers.anchors().is_empty() {
        return Err(TrustError::Empty(folder.join("documents").display().to_string()));
    }
    Ok(trusted)
}
