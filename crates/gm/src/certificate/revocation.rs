use super::{Certificate, CertificateError};
use der::Decode;
use std::fmt;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;

/// A certificate revocation list beside the bytes it was parsed from.
#[derive(Clone)]
pub struct RevocationList {
    der: Vec<u8>,
    parsed: CertificateList<Rfc5280>,
}

impl fmt::Debug for RevocationList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationList({})", self.parsed.tbs_cert_list.issuer)
    }
}

impl RevocationList {
    /// Parses DER.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let parsed = CertificateList::from_der(der).map_err(|_| CertificateError::Malformed)?;
        Ok(Self { der: der.to_vec(), parsed })
    }

    /// Parses PEM.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn from_pem(pem: &str) -> Result<Self, CertificateError> {
        let (label, der) = der::pem::decode_vec(pem.as_bytes()).map_err(|_| CertificateError::Malformed)?;
        if label == "X509 CRL" { Self::from_der(&der) } else { Err(CertificateError::Malformed) }
    }

    /// PEM text.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`] when it cannot be encoded.
    pub fn to_pem(&self) -> Result<String, CertificateError> {
        super::parse::pem(&self.der, "X509 CRL")
    }

    /// Whether `issuer` is named as the list's issuer.
    pub(super) fn is_of(&self, issuer: &Certificate) -> bool {
        &self.parsed.tbs_cert_list.issuer == issuer.parsed.tbs_certificate().subject()
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Checks `certificate` against this list of its `issuer` at `now` (UTC seconds), and gives back between which seconds the list
    /// counts.
    ///
    /// # Errors
    /// [`CertificateError::Revoked`]; [`CertificateError::RevocationUnknown`] for a list of another issuer or out of date, one
    /// without an end included; [`CertificateError::Signature`] for a forged list.
    pub fn check(&self, certificate: &Certificate, issuer: &Certificate, now: i64) -> Result<(i64, i64), CertificateError> {
        let (from, to) = self.span(issuer)?;
        let to = to.ok_or(CertificateError::RevocationUnknown)?;
        if !(from..=to).contains(&now) {
            return Err(CertificateError::RevocationUnknown);
        }
        if self.revoked_at(certificate).is_some() { Err(CertificateError::Revoked) } else { Ok((from, to)) }
    }

    /// Whether this list says that `certificate` was good at `then`: it was current then, or is later. A list that does not reach
    /// `then` says nothing.
    ///
    /// # Errors
    /// [`CertificateError::Revoked`] when it was revoked by then; [`CertificateError::Signature`] for a forged list.
    pub(super) fn check_past(&self, certificate: &Certificate, issuer: &Certificate, then: i64) -> Result<bool, CertificateError> {
        let (_, to) = self.span(issuer)?;
        if self.revoked_at(certificate).is_some_and(|since| since <= then) {
            return Err(CertificateError::Revoked);
        }
        Ok(to.is_some_and(|to| then <= to))
    }

    /// From and until when the list counts, once its issuer's signature is verified.
    fn span(&self, issuer: &Certificate) -> Result<(i64, Option<i64>), CertificateError> {
        if !self.is_of(issuer) {
            return Err(CertificateError::RevocationUnknown);
        }
        let signature = self.parsed.signature.as_bytes().ok_or(CertificateError::Malformed)?;
        issuer.signed(&self.der, &self.parsed.signature_algorithm, signature)?;
        let list = &self.parsed.tbs_cert_list;
        Ok((seconds(&list.this_update), list.next_update.as_ref().map(seconds)))
    }

    /// Since when `certificate` is revoked, if it is.
    fn revoked_at(&self, certificate: &Certificate) -> Option<i64> {
        let serial = certificate.parsed.tbs_certificate().serial_number();
        let revoked = self.parsed.tbs_cert_list.revoked_certificates.iter().flatten();
        revoked.filter(|revoked| &revoked.serial_number == serial).map(|revoked| seconds(&revoked.revocation_date)).min()
    }
}

fn seconds(time: &x509_cert::time::Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}
