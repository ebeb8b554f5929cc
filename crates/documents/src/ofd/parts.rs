//! An OFD in its parts.

use crate::package::{self, Entry, PackageError};
use crate::verify::Flaw;
use gm::certificate::Certificate;
use seals::eseal::SealSignature;
use std::sync::{Arc, OnceLock};

/// A part of a package, with its digest once somebody has asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) path: String,
    pub(super) bytes: Arc<[u8]>,
    digest: OnceLock<[u8; 32]>,
}

impl Part {
    pub(super) fn new(path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), digest: OnceLock::new() }
    }

    pub(super) fn digest(&self) -> &[u8; 32] {
        self.digest.get_or_init(|| gm::digest::sm3(&self.bytes))
    }
}

/// An OFD in its parts: packed once it is sealed, however often that is, and what does not change is digested once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package(pub(super) Vec<Part>);

impl Package {
    /// Takes an OFD apart.
    ///
    /// # Errors
    /// [`Flaw`] when it cannot be read.
    pub fn read(ofd: &[u8]) -> Result<Self, Flaw> {
        Ok(Self(package::read(ofd)?.into_iter().map(|(path, bytes)| Part::new(path, bytes)).collect()))
    }

    /// Puts one together.
    ///
    /// # Errors
    /// [`Flaw`] for paths and sizes that [`Package::read`] would refuse.
    pub fn of(entries: Vec<Entry>) -> Result<Self, Flaw> {
        package::fit_together(&entries)?;
        Ok(Self(entries.into_iter().map(|(path, bytes)| Part::new(path, bytes)).collect()))
    }

    /// Its parts, by their paths.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|part| (part.path.as_str(), &*part.bytes))
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The OFD.
    ///
    /// # Errors
    /// [`PackageError`].
    pub fn write(&self) -> Result<Vec<u8>, PackageError> {
        package::write(self.parts())
    }

    /// Whoever sealed it before, and the makers of their seals: whom evidence in it must allow to be judged.
    #[must_use]
    pub fn signers(&self) -> Vec<Certificate> {
        let values = self.0.iter().filter(|part| part.path.ends_with("/SignedValue.dat"));
        let signed = values.filter_map(|part| SealSignature::from_der(&part.bytes).ok());
        signed.flat_map(|signed| [signed.certificate().ok(), signed.seal.maker().ok()]).flatten().collect()
    }
}
