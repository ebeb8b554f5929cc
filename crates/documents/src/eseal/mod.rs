//! Electronic seals (电子印章) after GB/T 38540, version 4: a picture, whose it is, which certificates may use it, signed by a seal
//! maker; and the signature made with one.

mod make;
mod signature;

pub use make::Blank;
pub use signature::{SealSignature, ToBeSigned};

use crate::asn1::{Elements, IA5, INTEGER, Malformed, OCTETS, SEQUENCE, UTF8};
use gm::certificate::{Certificate, CertificateError, Scheme};
use std::fmt;

/// The version of the structure.
const VERSION: u64 = 4;
/// Most certificates one seal may be used with.
const HOLDERS_MAX: usize = 32;

/// Not a seal, or not one of version 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ESealError;

impl fmt::Display for ESealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("电子印章的结构不符合 GB/T 38540")
    }
}

impl std::error::Error for ESealError {}

impl From<Malformed> for ESealError {
    fn from(_: Malformed) -> Self {
        Self
    }
}

/// Which certificates a seal may be used with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Holders {
    /// The certificates themselves.
    Certificates(Vec<Vec<u8>>),
    /// Their SM3 digests.
    Digests(Vec<Vec<u8>>),
}

/// An electronic seal.
#[derive(Clone, PartialEq, Eq)]
pub struct ESeal {
    der: Vec<u8>,
    information: Vec<u8>,
    /// The seal's identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    holders: Holders,
    /// From when it may be used, UTC seconds.
    pub valid_from: i64,
    /// Until when.
    pub valid_until: i64,
    /// `ofd`, `png` and so on.
    pub picture_kind: String,
    /// The picture's bytes.
    pub picture: Vec<u8>,
    /// Width and height in millimetres.
    pub size: (u64, u64),
    maker: Vec<u8>,
    algorithm: der::asn1::ObjectIdentifier,
    value: Vec<u8>,
}

impl fmt::Debug for ESeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ESeal({})", self.id)
    }
}

impl ESeal {
    /// Reads a seal.
    ///
    /// # Errors
    /// [`ESealError`].
    pub fn from_der(der: &[u8]) -> Result<Self, ESealError> {
        let mut outer = Elements::inside(der, SEQUENCE)?;
        let information = outer.take(SEQUENCE)?;
        let maker = outer.octets()?.to_vec();
        let algorithm = outer.oid()?;
        let value = outer.bits()?.to_vec();
        outer.end()?;

        let mut inner = Elements::of(information.content);
        let mut header = inner.sequence()?;
        let (kind, version) = (header.text(IA5)?, header.integer()?);
        header.text(IA5)?;
        header.end()?;
        if kind != "ES" || version != VERSION {
            return Err(ESealError);
        }
        let id = inner.text(IA5)?.to_owned();
        let mut property = inner.sequence()?;
        property.take(INTEGER)?;
        let name = property.text(UTF8)?.to_owned();
        let list_kind = property.integer()?;
        let mut list = property.sequence()?;
        let mut holders = Vec::new();
        while !list.is_empty() && holders.len() < HOLDERS_MAX {
            // A digest is named by its algorithm in some profiles: SEQUENCE { type, value }; the value is what counts.
            let holder = list.any()?;
            holders.push(match holder.tag {
                OCTETS => holder.content.to_vec(),
                SEQUENCE => {
                    let mut pair = Elements::of(holder.content);
                    pair.any()?;
                    pair.octets()?.to_vec()
                }
                _ => return Err(ESealError),
            });
        }
        list.end()?;
        let holders = match list_kind {
            1 => Holders::Certificates(holders),
            2 => Holders::Digests(holders),
            _ => return Err(ESealError),
        };
        property.time()?;
        let (valid_from, valid_until) = (property.time()?, property.time()?);
        property.end()?;
        let mut picture = inner.sequence()?;
        let picture_kind = picture.text(IA5)?.to_ascii_lowercase();
        let bytes = picture.octets()?.to_vec();
        let size = (picture.integer()?, picture.integer()?);
        picture.end()?;
        // Extensions, which nothing here reads.
        inner.optional(crate::asn1::context(0))?;
        inner.end()?;
        Ok(Self {
            der: der.to_vec(),
            information: information.whole.to_vec(),
            id,
            name,
            holders,
            valid_from,
            valid_until,
            picture_kind,
            picture: bytes,
            size,
            maker,
            algorithm,
            value,
        })
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The seal maker's certificate.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn maker(&self) -> Result<Certificate, CertificateError> {
        Certificate::from_der(&self.maker)
    }

    /// Whether the maker whose certificate is inside signed it.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn verify(&self) -> Result<(), CertificateError> {
        if self.algorithm != Scheme::Sm2Sm3.oid() {
            return Err(CertificateError::Algorithm);
        }
        self.maker()?.verify(Scheme::Sm2Sm3, &self.information, &self.value)
    }

    /// Whether it may be used with `certificate`.
    #[must_use]
    pub fn is_for(&self, certificate: &Certificate) -> bool {
        match &self.holders {
            Holders::Certificates(list) => list.iter().any(|der| der == certificate.der()),
            Holders::Digests(list) => list.iter().any(|digest| *digest == gm::digest::sm3(certificate.der())),
        }
    }
}
