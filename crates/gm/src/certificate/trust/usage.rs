//! What a certificate's key may be used for (RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.12).

use super::super::{Certificate, CertificateError, Purpose};
use der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

/// Extensions the verifier understands: basic constraints, key usage, extended key usage, key identifiers, CRL distribution
/// points, policies.
const UNDERSTOOD: [&str; 7] = ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.35", "2.5.29.31", "2.5.29.32"];

const fn usage(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// A time-stamp authority's (RFC 3161 §2.3).
const TIME_STAMPING: ObjectIdentifier = super::super::TIME_STAMPING;
/// Any purpose.
const ANY: ObjectIdentifier = usage("2.5.29.37.0");
/// Extended usages under which a person proves who they are: client authentication, mail, smart-card logon.
const PERSONAL: [ObjectIdentifier; 4] = [ANY, usage("1.3.6.1.5.5.7.3.2"), usage("1.3.6.1.5.5.7.3.4"), usage("1.3.6.1.4.1.311.20.2.2")];
/// Extended usages of machines that sign something other than documents: programs, answers about revocation, time stamps.
const MECHANICAL: [ObjectIdentifier; 3] = [usage("1.3.6.1.5.5.7.3.3"), usage("1.3.6.1.5.5.7.3.9"), TIME_STAMPING];

pub(super) fn extensions_understood(certificate: &Certificate) -> Result<(), CertificateError> {
    let unknown =
        |extension: &x509_cert::ext::Extension| extension.critical && !UNDERSTOOD.contains(&extension.extn_id.to_string().as_str());
    match certificate.parsed.tbs_certificate().extensions() {
        Some(extensions) if extensions.iter().any(unknown) => Err(CertificateError::UnknownCritical),
        Some(_) | None => Ok(()),
    }
}

/// The key usage; without one there is no restriction (RFC 5280 §4.2.1.3).
fn key_usage(certificate: &Certificate) -> Result<Option<KeyUsage>, CertificateError> {
    let usage = certificate.parsed.tbs_certificate().get_extension::<KeyUsage>().map_err(|_| CertificateError::Malformed)?;
    Ok(usage.map(|(_, usage)| usage))
}

pub(super) fn usable_for(certificate: &Certificate, purpose: Purpose) -> Result<(), CertificateError> {
    let usage = key_usage(certificate)?;
    let signs = usage.as_ref().is_none_or(KeyUsage::digital_signature);
    let vouches = usage.as_ref().is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
    let extended = certificate.parsed.tbs_certificate().get_extension::<ExtendedKeyUsage>().map_err(|_| CertificateError::Malformed)?;
    let (critical, extended) = extended.map_or((false, Vec::new()), |(critical, usage)| (critical, usage.0));
    let only = |wanted: &[ObjectIdentifier]| !extended.is_empty() && extended.iter().all(|usage| wanted.contains(usage));
    let stamps = extended.contains(&TIME_STAMPING);
    let allowed = match purpose {
        // People's certificates say what they are for, and at least one of their usages is a person's.
        Purpose::Sign => {
            usage.is_some() && signs && !stamps && (extended.is_empty() || extended.iter().any(|usage| PERSONAL.contains(usage)))
        }
        Purpose::Interface => signs && !only(&MECHANICAL),
        Purpose::Document => vouches && !only(&MECHANICAL) && !stamps,
        Purpose::Encrypt => usage.is_some_and(|usage| usage.key_encipherment()),
        // Critical, and no other usage beside it (RFC 3161 §2.3).
        Purpose::TimeStamp => vouches && critical && only(&[TIME_STAMPING]) && extended.len() == 1,
    };
    if allowed { Ok(()) } else { Err(CertificateError::KeyUsage) }
}

/// Whether `issuer` is an authority that allows `below` intermediate certificates under it.
pub(super) fn may_issue(issuer: &Certificate, below: usize) -> Result<(), CertificateError> {
    let constraints = issuer.parsed.tbs_certificate().get_extension::<BasicConstraints>().map_err(|_| CertificateError::Malformed)?;
    let (_, constraints) = constraints.ok_or(CertificateError::NotAnAuthority)?;
    let too_long = constraints.path_len_constraint.is_some_and(|most| usize::from(most) < below);
    let signs = key_usage(issuer)?.is_none_or(|usage| usage.key_cert_sign());
    if constraints.ca && !too_long && signs { Ok(()) } else { Err(CertificateError::NotAnAuthority) }
}
