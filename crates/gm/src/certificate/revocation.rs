use super::scope::{Scope, entry_unclear};
use super::{Certificate, CertificateError, name};
use der::Decode;
use der::asn1::GeneralizedTime;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::{CertificateList, RevokedCert};
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::ext::pkix::{CrlReason, KeyUsage};
use x509_cert::name::Name;

/// Most issuers of one name under which a list remembers whether it is theirs.
const ISSUERS_MAX: usize = 16;

/// A certificate revocation list beside the bytes it was parsed from.
#[derive(Clone)]
pub struct RevocationList {
    der: Vec<u8>,
    pub(super) parsed: CertificateList<Rfc5280>,
    pub(super) scope: Scope,
    /// An entry of it carries something critical that is not understood.
    pub(super) entries_unclear: bool,
    /// Issuers, by the digests of their certificates, and whether the list is theirs: found out once, for all who share it.
    known: Arc<Mutex<BTreeMap<[u8; 32], bool>>>,
}

impl fmt::Debug for RevocationList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationList({})", self.issuer())
    }
}

const REASON: &str = "2.5.29.21";
const INVALID_SINCE: &str = "2.5.29.24";
const ENTRY_ISSUER: &str = "2.5.29.29";

/// What a list says of one certificate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed {
    /// From when it is not good, UTC seconds: the earlier of revocation and known invalidity.
    pub(super) since: i64,
    /// On hold, which a newer list may lift.
    pub(super) held: bool,
}

fn extension<'a>(entry: &'a RevokedCert<Rfc5280>, wanted: &str) -> Option<&'a [u8]> {
    let found = entry.crl_entry_extensions.as_ref()?.iter().find(|extension| extension.extn_id.to_string() == wanted)?;
    Some(found.extn_value.as_bytes())
}

impl RevocationList {
    /// Parses DER.
    ///
    /// # Errors
    /// [`CertificateError::Malformed`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let parsed = CertificateList::<Rfc5280>::from_der(der).map_err(|_| CertificateError::Malformed)?;
        let scope = Scope::of(parsed.tbs_cert_list.crl_extensions.as_ref());
        let mut entries = parsed.tbs_cert_list.revoked_certificates.iter().flatten();
        let entries_unclear = entries.any(|entry| entry_unclear(entry.crl_entry_extensions.as_ref()));
        Ok(Self { der: der.to_vec(), parsed, scope, entries_unclear, known: Arc::default() })
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

    /// The issuer as text.
    #[must_use]
    pub fn issuer(&self) -> String {
        name::text(&self.parsed.tbs_cert_list.issuer)
    }

    /// From and, if it says so, until when the list counts, UTC seconds.
    #[must_use]
    pub fn span(&self) -> (i64, Option<i64>) {
        let list = &self.parsed.tbs_cert_list;
        (seconds(&list.this_update), list.next_update.as_ref().map(seconds))
    }

    /// The DER bytes.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether `issuer` is named as the list's issuer.
    pub(super) fn names(&self, issuer: &Certificate) -> bool {
        name::matches(&self.parsed.tbs_cert_list.issuer, issuer.parsed.tbs_certificate().subject())
    }

    /// Whether `issuer` is named as the list's issuer, may sign lists, and its key signed this one. A list of the same name under
    /// another key is another's: an authority that changed its key has both. The signature is verified once under each of them.
    pub(super) fn is_of(&self, issuer: &Certificate) -> bool {
        if !self.names(issuer) {
            return false;
        }
        let digest = crate::digest::sm3(issuer.der());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known().get(&digest).copied();
        before.unwrap_or_else(|| {
            let found = self.is_signed_by(issuer);
            let mut known = known();
            if known.len() < ISSUERS_MAX {
                known.insert(digest, found);
            }
            found
        })
    }

    fn is_signed_by(&self, issuer: &Certificate) -> bool {
        let usage = issuer.parsed.tbs_certificate().get_extension::<KeyUsage>();
        let may = usage.is_ok_and(|usage| usage.is_none_or(|(_, usage)| usage.crl_sign()));
        let same = self.parsed.tbs_cert_list.signature == self.parsed.signature_algorithm;
        let signed = |value| issuer.signed(&self.der, &self.parsed.signature_algorithm, value).is_ok();
        may && same && self.parsed.signature.as_bytes().is_some_and(signed)
    }

    /// Whether it says anything of `certificate`, which its issuer issued: it lists it, or its silence says that it is good. A large authority
    /// has hundreds of lists, of which one or two concern a certificate.
    #[must_use]
    pub fn concerns(&self, certificate: &Certificate) -> bool {
        self.speaks_for(certificate) || self.listed(certificate).is_some()
    }

    /// What it says of `certificate`, if it names it. In a list of several issuers an entry belongs to the issuer that it or the last
    /// one before it names (RFC 5280 §5.3.3).
    pub(super) fn listed(&self, certificate: &Certificate) -> Option<Listed> {
        let body = certificate.parsed.tbs_certificate();
        let mut whose: Option<GeneralNames> = None;
        let mut found: Option<Listed> = None;
        for entry in self.parsed.tbs_cert_list.revoked_certificates.iter().flatten() {
            if let Some(named) = extension(entry, ENTRY_ISSUER) {
                // Names that cannot be read may be anybody's: the entry counts.
                whose = Some(GeneralNames::from_der(named).unwrap_or_default());
            }
            if &entry.serial_number != body.serial_number() || !belongs(whose.as_ref(), body.issuer()) {
                continue;
            }
            let reason = extension(entry, REASON).and_then(|der| CrlReason::from_der(der).ok());
            // An entry of a list of changes that takes another away.
            if reason == Some(CrlReason::RemoveFromCRL) && matches!(self.scope, Scope::Against) {
                continue;
            }
            let invalid = extension(entry, INVALID_SINCE).and_then(|der| GeneralizedTime::from_der(der).ok());
            let invalid = invalid.and_then(|time| i64::try_from(time.to_unix_duration().as_secs()).ok());
            let since = seconds(&entry.revocation_date).min(invalid.unwrap_or(i64::MAX));
            let held = reason == Some(CrlReason::CertificateHold);
            found = match found {
                Some(known) if known.since <= since => Some(Listed { held: known.held && held, ..known }),
                Some(_) | None => Some(Listed { since, held }),
            };
        }
        found
    }
}

fn belongs(whose: Option<&GeneralNames>, issuer: &Name) -> bool {
    let named = |name: &GeneralName| matches!(name, GeneralName::DirectoryName(name) if name::matches(name, issuer));
    whose.is_none_or(|names| names.is_empty() || names.iter().any(named))
}

fn seconds(time: &x509_cert::time::Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

impl RevocationList {
    /// Whether it is silent about nothing that concerns `certificate`.
    pub(super) fn speaks_for(&self, certificate: &Certificate) -> bool {
        !self.entries_unclear && self.scope.covers(certificate, &self.parsed.tbs_cert_list.issuer)
    }
}
