use super::{CertificateError, EC_PUBLIC_KEY, SM2_CURVE, SM2_SIGNING, name};
use crate::digest::sm3_hex;
use crate::key::PublicKey;
use der::oid::ObjectIdentifier;
use der::{Decode, Header, Reader, SliceReader};
use std::fmt;

/// A parsed certificate beside the very bytes it was parsed from.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    pub(super) parsed: x509_cert::Certificate,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.fingerprint())
    }
}

/// Longest accepted certificate, in bytes.
const DER_MAX: usize = 16 * 1024;

impl Certificate {
    /// Parses DER.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`], also above 16 KiB.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > DER_MAX {
            return Err(CertificateError::Malformed);
        }
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| CertificateError::Malformed)?;
        Ok(Self { der: der.to_vec(), parsed })
    }

    /// Parses every certificate in a PEM text.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] when there is none or one of them is not a certificate.
    pub fn from_pem(pem: &str) -> Result<Vec<Self>, CertificateError> {
        let chain = x509_cert::Certificate::load_pem_chain(pem.as_bytes()).map_err(|_| CertificateError::Malformed)?;
        if chain.is_empty() {
            return Err(CertificateError::Malformed);
        }
        chain.iter().map(|one| der::Encode::to_der(one).map_err(|_| CertificateError::Malformed)).map(|der| Self::from_der(&der?)).collect()
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// PEM text.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] when it cannot be encoded.
    pub fn to_pem(&self) -> Result<String, CertificateError> {
        pem(&self.der, "CERTIFICATE")
    }

    /// SM3 of the DER bytes, hexadecimal.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        sm3_hex(&self.der)
    }

    /// The subject as text.
    #[must_use]
    pub fn subject(&self) -> String {
        name::text(self.parsed.tbs_certificate().subject())
    }

    /// The first value of a subject attribute, such as 2.5.4.3 (common name), read by its string type; `None` for one that is not
    /// wholly text.
    #[must_use]
    pub fn subject_attribute(&self, oid: &str) -> Option<String> {
        self.subject_attributes(oid).into_iter().next()
    }

    /// Every value of a subject attribute that is wholly text.
    #[must_use]
    pub fn subject_attributes(&self, oid: &str) -> Vec<String> {
        let Ok(oid) = ObjectIdentifier::new(oid) else { return Vec::new() };
        let attributes = self.parsed.tbs_certificate().subject().iter().filter(|attribute| attribute.oid == oid);
        attributes.filter_map(name::readable).collect()
    }

    /// The text inside an extension, whatever string type and explicit tag the CA wrapped it in (GM-5).
    #[must_use]
    pub fn extension_text(&self, oid: &str) -> Option<String> {
        let oid = ObjectIdentifier::new(oid).ok()?;
        let extension = self.parsed.tbs_certificate().extensions()?.iter().find(|extension| extension.extn_id == oid)?;
        let mut value = extension.extn_value.as_bytes();
        // OCTET STRING, then an optional explicit tag, then a string: at most three layers.
        for _ in 0..3 {
            match value {
                [0x04 | 0xa0..=0xbf, length, inner @ ..] if usize::from(*length) == inner.len() => value = inner,
                [tag, length, inner @ ..] if usize::from(*length) == inner.len() => {
                    return name::decode(*tag, inner).map(|text| text.trim().to_owned());
                }
                _ => break,
            }
        }
        std::str::from_utf8(value).ok().map(|text| text.trim().to_owned())
    }

    /// First and last second of validity, UTC.
    #[must_use]
    pub fn validity(&self) -> (i64, i64) {
        let validity = self.parsed.tbs_certificate().validity();
        let seconds = |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
        (seconds(&validity.not_before), seconds(&validity.not_after))
    }

    /// Its SM2 key.
    ///
    /// # Errors
    /// [`CertificateError::Algorithm`] for any other key.
    pub fn public_key(&self) -> Result<PublicKey, CertificateError> {
        let info = self.parsed.tbs_certificate().subject_public_key_info();
        let curve = info.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        // The general algorithm with the curve beside it, or the curve's or SM2's own identifier as the algorithm (GM/T 0015-2023).
        let sm2 = match info.algorithm.oid {
            EC_PUBLIC_KEY => curve == Some(SM2_CURVE),
            SM2_CURVE | SM2_SIGNING => {
                info.algorithm.parameters.as_ref().is_none_or(|any| any.value().is_empty()) || curve == Some(SM2_CURVE)
            }
            _ => false,
        };
        if !sm2 {
            return Err(CertificateError::Algorithm);
        }
        let point = info.subject_public_key.as_bytes().ok_or(CertificateError::Algorithm)?;
        PublicKey::from_bytes(point).map_err(|_| CertificateError::Algorithm)
    }

    /// The issuer's name and the serial number, DER, as CMS names a signer.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] when they cannot be encoded.
    pub fn issuer_and_serial(&self) -> Result<(Vec<u8>, Vec<u8>), CertificateError> {
        let body = self.parsed.tbs_certificate();
        let issuer = der::Encode::to_der(body.issuer()).map_err(|_| CertificateError::Malformed)?;
        let serial = der::Encode::to_der(body.serial_number()).map_err(|_| CertificateError::Malformed)?;
        Ok((issuer, serial))
    }

    /// Its public key as it stands in it.
    #[must_use]
    pub fn key_info(&self) -> spki::SubjectPublicKeyInfoOwned {
        self.parsed.tbs_certificate().subject_public_key_info().clone()
    }

    /// The issuer as text.
    #[must_use]
    pub fn issuer(&self) -> String {
        name::text(self.parsed.tbs_certificate().issuer())
    }

    /// The serial number in hexadecimal.
    #[must_use]
    pub fn serial(&self) -> String {
        hex::encode(self.parsed.tbs_certificate().serial_number().as_bytes())
    }

    /// Whether it names `issuer` as the one who issued it; names are compared as RFC 5280 §7.1 has it.
    #[must_use]
    pub fn is_issued_by(&self, issuer: &Self) -> bool {
        name::matches(self.parsed.tbs_certificate().issuer(), issuer.parsed.tbs_certificate().subject())
    }
}

/// The first element inside the outer SEQUENCE, byte for byte.
pub(super) fn to_be_signed(der: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(der).ok()?;
    Header::decode(&mut reader).ok()?;
    reader.tlv_bytes().ok()
}

pub(super) fn pem(der: &[u8], label: &'static str) -> Result<String, CertificateError> {
    der::pem::encode_string(label, der::pem::LineEnding::LF, der).map_err(|_| CertificateError::Malformed)
}
