//! Electronic seals for certificates on phones: the maker's (制章机构), with the picture of the seal that the organisation has already.

use crate::demonstration::Persona;
use gm::certificate::Certificate;
use gm::{Entropy, SecretKey};
use seals::eseal::{Blank, ESeal};
use std::fmt;
use std::path::PathBuf;

/// Who makes them.
pub struct SealMaker {
    /// The maker's key.
    pub key: SecretKey,
    /// Its certificate.
    pub certificate: Certificate,
    /// Where the seals are that the organisations have: `KEY.esl` of each.
    pub pictures: PathBuf,
}

impl fmt::Debug for SealMaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealMaker({})", self.certificate.subject())
    }
}

impl SealMaker {
    /// The persona's seal for this certificate; `None` for one who has no seal.
    pub(super) fn seal(&self, persona: &Persona, holder: &Certificate, valid: (i64, i64), entropy: &dyn Entropy) -> Option<ESeal> {
        let own = ESeal::from_der(&std::fs::read(self.pictures.join(format!("{}.esl", persona.key))).ok()?).ok()?;
        let blank = Blank {
            id: &own.id,
            name: &own.name,
            holders: std::slice::from_ref(holder),
            valid,
            picture_kind: &own.picture_kind,
            picture: &own.picture,
            size: own.size,
        };
        blank.sign(&self.key, &self.certificate, entropy).ok()
    }
}
