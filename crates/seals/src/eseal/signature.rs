use super::{ESeal, ESealError, Edition, VERSION, extensions, moment, words};
use crate::asn1::{BOOLEAN, Elements, IA5, SEQUENCE, bits, context, element, integer, octets, oid, sequence, time};
use der::asn1::ObjectIdentifier;
use gm::certificate::{Certificate, CertificateError, Scheme};
use std::fmt;

/// The extension that carries what the signer was shown, as `domain::signing` writes it: the signature covers the words the person
/// read, not a digest alone. Under the arc of ITU-T X.667, which needs no registration.
const SHOWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.25.2103674173.62150423");

/// What a seal's holder signs (`TBS_Sign`).
#[derive(Clone, Debug)]
pub struct ToBeSigned<'a> {
    /// The seal.
    pub seal: &'a ESeal,
    /// When, UTC seconds.
    pub time: i64,
    /// SM3 of the signature's description inside the package.
    pub digest: [u8; 32],
    /// Where that description is.
    pub path: &'a str,
    /// What the signer was shown; empty for a signature by a system.
    pub shown: &'a [u8],
}

impl ToBeSigned<'_> {
    /// The bytes to sign.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        let mut parts =
            [&integer(VERSION), self.seal.der(), &time(self.time), &bits(&self.digest), &element(IA5, self.path.as_bytes())].concat();
        if !self.shown.is_empty() {
            let extension = sequence(&[&oid(SHOWN), &octets(self.shown)]);
            parts.extend(element(context(0), &sequence(&[&extension])));
        }
        element(SEQUENCE, &parts)
    }
}

/// A signature made with a seal (`SES_Signature`).
#[derive(Clone)]
pub struct SealSignature {
    to_be_signed: Vec<u8>,
    /// The seal.
    pub seal: ESeal,
    /// Which standard it follows.
    pub edition: Edition,
    /// When, as the signer says, UTC seconds; nothing where it is said by a time stamp alone, or not to be read.
    pub time: Option<i64>,
    /// SM3 of the signature's description.
    pub digest: Vec<u8>,
    /// Where that description is.
    pub path: String,
    /// What the signer was shown; empty when it is not said.
    pub shown: Vec<u8>,
    certificate: Vec<u8>,
    algorithm: ObjectIdentifier,
    /// The signature value.
    pub value: Vec<u8>,
    /// The time stamp over the value, if there is one.
    pub time_stamp: Option<Vec<u8>>,
}

impl fmt::Debug for SealSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealSignature({:?})", self.seal)
    }
}

impl SealSignature {
    /// Reads a signature.
    ///
    /// # Errors
    /// [`ESealError`].
    pub fn from_der(der: &[u8]) -> Result<Self, ESealError> {
        let mut outer = Elements::inside(der, SEQUENCE)?;
        let to_be_signed = outer.take(SEQUENCE)?;
        let mut inner = Elements::of(to_be_signed.content);
        let edition = Edition::of(inner.integer()?).ok_or(ESealError)?;
        let seal = ESeal::from_der(inner.take(SEQUENCE)?.whole)?;
        if edition != seal.edition {
            return Err(ESealError);
        }
        match edition {
            Edition::V1 => Self::old(to_be_signed.whole, seal, inner, outer),
            Edition::V4 => Self::new(to_be_signed.whole, seal, inner, outer),
        }
    }

    /// GM/T 0031-2014: certificate and algorithm are signed along; the time is a bit string around whatever says it.
    fn old(to_be_signed: &[u8], seal: ESeal, mut inner: Elements<'_>, mut outer: Elements<'_>) -> Result<Self, ESealError> {
        let said = inner.bits()?;
        let time = moment(&mut Elements::of(said)).ok();
        let digest = inner.bits()?.to_vec();
        let path = words(&mut inner)?;
        let certificate = inner.octets()?.to_vec();
        let algorithm = inner.oid()?;
        inner.end()?;
        let value = outer.bits()?.to_vec();
        outer.end()?;
        let (to_be_signed, edition) = (to_be_signed.to_vec(), Edition::V1);
        Ok(Self { to_be_signed, seal, edition, time, digest, path, shown: Vec::new(), certificate, algorithm, value, time_stamp: None })
    }

    /// GB/T 38540-2020.
    fn new(to_be_signed: &[u8], seal: ESeal, mut inner: Elements<'_>, mut outer: Elements<'_>) -> Result<Self, ESealError> {
        let certificate = outer.octets()?.to_vec();
        let algorithm = outer.oid()?;
        let value = outer.bits()?.to_vec();
        let time_stamp = outer.optional(context(0))?.map(|stamp| Elements::of(stamp.content).bits().map(<[u8]>::to_vec)).transpose()?;
        outer.end()?;
        let time = Some(moment(&mut inner)?);
        let digest = inner.bits()?.to_vec();
        let path = words(&mut inner)?;
        let mut shown = Vec::new();
        if let Some(mut list) = extensions(&mut inner)? {
            while !list.is_empty() {
                let mut extension = list.sequence()?;
                let identifier = extension.oid()?;
                let critical = extension.optional(BOOLEAN)?.is_some();
                let content = extension.octets()?;
                extension.end()?;
                match identifier {
                    SHOWN => shown = content.to_vec(),
                    // A critical extension that is not understood changes what the signature means.
                    _ if critical => return Err(ESealError),
                    _ => {}
                }
            }
        }
        inner.end()?;
        let (to_be_signed, edition) = (to_be_signed.to_vec(), Edition::V4);
        Ok(Self { to_be_signed, seal, edition, time, digest, path, shown, certificate, algorithm, value, time_stamp })
    }

    /// Puts a signature together.
    #[must_use]
    pub fn assemble(to_be_signed: &[u8], certificate: &Certificate, value: &[u8], time_stamp: Option<&[u8]>) -> Vec<u8> {
        let stamp = time_stamp.map(|stamp| element(context(0), &bits(stamp))).unwrap_or_default();
        sequence(&[to_be_signed, &octets(certificate.der()), &oid(Scheme::Sm2Sm3.oid()), &bits(value), &stamp])
    }

    /// The signer's certificate.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn certificate(&self) -> Result<Certificate, CertificateError> {
        Certificate::from_der(&self.certificate)
    }

    /// Whether the certificate inside made the signature.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn verify(&self) -> Result<(), CertificateError> {
        if self.algorithm != Scheme::Sm2Sm3.oid() {
            return Err(CertificateError::Algorithm);
        }
        self.certificate()?.verify(Scheme::Sm2Sm3, &self.to_be_signed, &self.value)
    }
}
