//! Electronic seals (电子印章): a picture, whose it is, which certificates may use it, signed by a seal maker; and the signature made
//! with one. Made after GB/T 38540 (version 4); read also after GM/T 0031-2014 (version 1), which other producers' older seals follow.

mod make;
mod signature;

pub use make::Blank;
pub use signature::{SealSignature, ToBeSigned};

use crate::asn1::{Elements, IA5, INTEGER, Malformed, OCTETS, SEQUENCE, TIME, UTF8, octets, oid, sequence};
use gm::certificate::{Certificate, CertificateError, Scheme};
use std::fmt;

/// The version of the structure that is made.
const VERSION: u64 = 4;
/// `UTCTime`.
const UTC_TIME: u8 = 0x17;
/// `PrintableString`.
const PRINTABLE: u8 = 0x13;

/// Which standard a seal or a signature follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// GM/T 0031-2014.
    V1,
    /// GB/T 38540-2020.
    V4,
}

impl Edition {
    /// By the number inside; producers number the newer structure 4 or 5.
    const fn of(version: u64) -> Option<Self> {
        match version {
            1 => Some(Self::V1),
            4 | 5 => Some(Self::V4),
            _ => None,
        }
    }
}

/// Both kinds of time, as UTC seconds. Two digits of a year are of 1950 to 2049 (RFC 5280 §4.1.2.5.1).
fn moment(elements: &mut Elements<'_>) -> Result<i64, ESealError> {
    let element = elements.any()?;
    match element.tag {
        TIME => Ok(Elements::of(element.whole).time()?),
        UTC_TIME => {
            let text = std::str::from_utf8(element.content).map_err(|_| ESealError)?;
            let century = if text.get(..2).is_some_and(|year| year < "50") { "20" } else { "19" };
            let long = crate::asn1::element(TIME, format!("{century}{text}").as_bytes());
            Ok(Elements::of(&long).time()?)
        }
        _ => Err(ESealError),
    }
}

/// A short text, in whichever of the string types that producers use for it.
fn words(elements: &mut Elements<'_>) -> Result<String, ESealError> {
    let element = elements.any()?;
    let known = matches!(element.tag, UTF8 | IA5 | PRINTABLE);
    let text = std::str::from_utf8(element.content).ok().filter(|_| known);
    text.map(str::to_owned).ok_or(ESealError)
}

/// The list of extensions at the end of a seal's information or of what is signed with it: tagged \[0\], or bare as makers of tax
/// authorities' seals write it. Its items, and nothing where there is none.
fn extensions<'a>(inner: &mut Elements<'a>) -> Result<Option<Elements<'a>>, ESealError> {
    match inner.optional(crate::asn1::context(0))? {
        Some(tagged) => Ok(Some(Elements::inside(tagged.content, SEQUENCE)?)),
        None => Ok(inner.optional(SEQUENCE)?.map(|bare| Elements::of(bare.content))),
    }
}

/// Most certificates one seal may be used with.
const HOLDERS_MAX: usize = 32;

/// Not a seal, or not one of a version that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ESealError;

impl fmt::Display for ESealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("电子印章的结构不符合 GB/T 38540 或 GM/T 0031")
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
    /// Which standard it follows.
    pub edition: Edition,
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
        // Version 1 puts what the maker adds into a sequence of its own.
        let mut behind =
            if outer.clone().any()?.tag == SEQUENCE { outer.sequence()? } else { std::mem::replace(&mut outer, Elements::of(&[])) };
        let maker = behind.octets()?.to_vec();
        let algorithm = behind.oid()?;
        let value = behind.bits()?.to_vec();
        behind.end()?;
        outer.end()?;

        let mut inner = Elements::of(information.content);
        let mut header = inner.sequence()?;
        let (kind, version) = (words(&mut header)?, header.integer()?);
        words(&mut header)?;
        header.end()?;
        let edition = Edition::of(version).filter(|_| kind == "ES").ok_or(ESealError)?;
        let id = words(&mut inner)?;
        let mut property = inner.sequence()?;
        property.take(INTEGER)?;
        let name = words(&mut property)?;
        // Version 1 knows certificates alone.
        let list_kind = match edition {
            Edition::V1 => 1,
            Edition::V4 => property.integer()?,
        };
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
        moment(&mut property)?;
        let (valid_from, valid_until) = (moment(&mut property)?, moment(&mut property)?);
        property.end()?;
        let mut picture = inner.sequence()?;
        let picture_kind = words(&mut picture)?.to_ascii_lowercase();
        let bytes = picture.octets()?.to_vec();
        let size = (picture.integer()?, picture.integer()?);
        picture.end()?;
        // Extensions, which nothing here reads; makers write them with the standard's tag or bare.
        extensions(&mut inner)?;
        inner.end()?;
        Ok(Self {
            der: der.to_vec(),
            information: information.whole.to_vec(),
            edition,
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
        let maker = self.maker()?;
        // GM/T 0031 signs information, certificate and algorithm together, GB/T 38540 the information; some producers of either do as
        // the other says. Both bind all that is inside.
        let together = sequence(&[&self.information, &octets(&self.maker), &oid(self.algorithm)]);
        let (usual, other) = match self.edition {
            Edition::V1 => (&together, &self.information),
            Edition::V4 => (&self.information, &together),
        };
        let verify = |message: &[u8]| maker.verify(Scheme::Sm2Sm3, message, &self.value);
        verify(usual).or_else(|fault| verify(other).map_err(|_| fault))
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
