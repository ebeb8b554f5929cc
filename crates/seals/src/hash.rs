//! The digests that signatures and time stamps name.

use der::asn1::ObjectIdentifier;
use gm::certificate::Scheme;
use sha2::Digest;

/// A digest algorithm that is accepted. MD5 and SHA-1 are not among them on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SM3 (GB/T 32905).
    Sm3,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Sm3, Self::Sha256, Self::Sha384, Self::Sha512];

    /// Its identifier.
    #[must_use]
    pub const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Sm3 => "1.2.156.10197.1.401",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    /// The algorithm with this identifier.
    #[must_use]
    pub fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.oid() == oid)
    }

    /// The digest that goes with a signature scheme.
    #[must_use]
    pub const fn of(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Sm2Sm3 => Self::Sm3,
            Scheme::EcdsaSha256 | Scheme::RsaSha256 | Scheme::PssSha256 | Scheme::PssSha256Salt(_) => Self::Sha256,
            Scheme::EcdsaSha384 | Scheme::RsaSha384 | Scheme::PssSha384 | Scheme::PssSha384Salt(_) => Self::Sha384,
            Scheme::RsaSha512 | Scheme::PssSha512 | Scheme::PssSha512Salt(_) => Self::Sha512,
        }
    }

    /// The digest of `parts`, one behind the other.
    #[must_use]
    pub fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        fn run<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            parts.iter().for_each(|part| digest.update(part));
            digest.finalize().to_vec()
        }
        match self {
            Self::Sm3 => gm::digest::sm3(&parts.concat()).to_vec(),
            Self::Sha256 => run::<sha2::Sha256>(parts),
            Self::Sha384 => run::<sha2::Sha384>(parts),
            Self::Sha512 => run::<sha2::Sha512>(parts),
        }
    }
}
