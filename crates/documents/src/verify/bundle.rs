//! Archives that hold documents instead of being one, as our own download of everything is: which they are, and what is in them. Opened
//! by the rules of OFD packages (`package`): nothing in it can be taken for two things, and what comes out is counted.

use super::{FILE_MAX, Flaw};
use crate::package::{self, Entry};

/// Most documents of one archive that are judged.
pub(super) const FILES_MAX: usize = 12;
/// Names of archives.
const ARCHIVES: [&str; 8] = [".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"];
/// Names of documents.
const DOCUMENTS: [&str; 2] = [".pdf", ".ofd"];

/// Whether it is an archive and no OFD package, by the names in its directory, or by the first name where the directory is not where it
/// should be. Nothing is unpacked.
#[must_use]
pub fn is_bundle(bytes: &[u8]) -> bool {
    const MAIN: &[u8] = b"OFD.xml";
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let first = || {
        let length = bytes.get(26..28)?.try_into().ok().map(u16::from_le_bytes)?;
        let name = String::from_utf8_lossy(bytes.get(30..30 + usize::from(length))?).to_lowercase();
        DOCUMENTS.iter().any(|end| name.ends_with(end)).then_some(())
    };
    let directory = package::directory_of(bytes);
    let is_package = directory.unwrap_or(bytes).windows(MAIN.len()).any(|part| part.eq_ignore_ascii_case(MAIN));
    !is_package || (directory.is_none() && first().is_some())
}

/// The documents in an archive, by name.
///
/// # Errors
/// [`Flaw::BundleMalformed`], [`Flaw::BundleBomb`], [`Flaw::BundleTooMany`], [`Flaw::BundleNested`],
/// [`Flaw::BundleEmpty`].
pub(super) fn documents(bytes: &[u8]) -> Result<Vec<Entry>, Flaw> {
    let reason = |flaw| if flaw == Flaw::ArchiveBomb { Flaw::BundleBomb } else { Flaw::BundleMalformed };
    let entries = package::read(bytes).map_err(reason)?;
    let ends = |name: &str, ends: &[&str]| ends.iter().any(|end| name.to_lowercase().ends_with(end));
    // What macOS puts beside each file is named like it.
    let beside = |name: &str| name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|name| name.starts_with("._"));
    let nested = entries.iter().any(|(name, _)| ends(name, &ARCHIVES));
    let found: Vec<Entry> = entries.into_iter().filter(|(name, _)| ends(name, &DOCUMENTS) && !beside(name)).collect();
    match found.len() {
        0 if nested => Err(Flaw::BundleNested),
        0 => Err(Flaw::BundleEmpty),
        1..=FILES_MAX if found.iter().any(|(_, bytes)| bytes.len() > FILE_MAX) => Err(Flaw::BundleBomb),
        1..=FILES_MAX => Ok(found),
        _ => Err(Flaw::BundleTooMany),
    }
}
