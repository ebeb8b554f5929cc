use super::{Certificate, CertificateError, Purpose, RevocationList};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};

/// The anchors that are trusted and the revocation lists at hand.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    anchors: Vec<Certificate>,
    lists: Vec<RevocationList>,
}

/// Extensions the verifier understands: basic constraints, key usage, extended key usage, key identifiers, CRL distribution
/// points, policies.
const UNDERSTOOD: [&str; 7] = ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.35", "2.5.29.31", "2.5.29.32"];
/// Longest accepted chain, leaf included, anchor not.
const CHAIN_MAX: usize = 4;

impl Trust {
    /// Trusts `anchors`, and knows `lists`.
    #[must_use]
    pub const fn new(anchors: Vec<Certificate>, lists: Vec<RevocationList>) -> Self {
        Self { anchors, lists }
    }

    /// Verifies `chain` (leaf first, without the anchor) for `purpose` at `now` (UTC seconds): algorithms, signatures over
    /// the original bytes, validity, key usage, basic constraints and path length, critical extensions, names, anchor,
    /// revocation of every link. Gives back between which seconds the same answer holds: while every certificate and revocation
    /// list of the path is current.
    ///
    /// # Errors
    /// The first [`CertificateError`] found, from the leaf up.
    pub fn verify(&self, chain: &[Certificate], purpose: Purpose, now: i64) -> Result<(i64, i64), CertificateError> {
        if chain.is_empty() || chain.len() > CHAIN_MAX {
            return Err(CertificateError::Malformed);
        }
        let mut span = (i64::MIN, i64::MAX);
        for (depth, certificate) in chain.iter().enumerate() {
            let body = certificate.parsed.tbs_certificate();
            if body.signature() != certificate.parsed.signature_algorithm() {
                return Err(CertificateError::Algorithm);
            }
            let issuer = match chain.get(depth + 1) {
                Some(next) => Some(next),
                None => self.anchors.iter().find(|anchor| anchor.parsed.tbs_certificate().subject() == body.issuer()),
            };
            let issuer = issuer.ok_or(CertificateError::Untrusted)?;
            if issuer.parsed.tbs_certificate().subject() != body.issuer() {
                return Err(CertificateError::Untrusted);
            }
            let signature = certificate.parsed.signature().as_bytes().ok_or(CertificateError::Malformed)?;
            issuer.signed(certificate.der(), certificate.parsed.signature_algorithm(), signature)?;
            valid_at(certificate, now)?;
            valid_at(issuer, now)?;
            extensions_understood(certificate)?;
            if depth == 0 {
                usable_for(certificate, purpose)?;
            }
            may_issue(issuer, depth)?;
            let list = self.lists.iter().find(|list| list.is_of(issuer)).ok_or(CertificateError::RevocationUnknown)?;
            let listed = list.check(certificate, issuer, now)?;
            for (from, to) in [certificate.validity(), issuer.validity(), listed] {
                span = (span.0.max(from), span.1.min(to));
            }
        }
        Ok(span)
    }
}

fn valid_at(certificate: &Certificate, now: i64) -> Result<(), CertificateError> {
    let (from, to) = certificate.validity();
    if now < from {
        Err(CertificateError::NotYetValid)
    } else if now > to {
        Err(CertificateError::Expired)
    } else {
        Ok(())
    }
}

fn extensions_understood(certificate: &Certificate) -> Result<(), CertificateError> {
    let unknown =
        |extension: &x509_cert::ext::Extension| extension.critical && !UNDERSTOOD.contains(&extension.extn_id.to_string().as_str());
    match certificate.parsed.tbs_certificate().extensions() {
        Some(extensions) if extensions.iter().any(unknown) => Err(CertificateError::UnknownCritical),
        Some(_) | None => Ok(()),
    }
}

fn key_usage(certificate: &Certificate) -> Result<KeyUsage, CertificateError> {
    let usage = certificate.parsed.tbs_certificate().get_extension::<KeyUsage>().map_err(|_| CertificateError::Malformed)?;
    usage.map(|(_, usage)| usage).ok_or(CertificateError::KeyUsage)
}

fn usable_for(certificate: &Certificate, purpose: Purpose) -> Result<(), CertificateError> {
    let usage = key_usage(certificate)?;
    let allowed = match purpose {
        Purpose::Sign => usage.digital_signature(),
        Purpose::Encrypt => usage.key_encipherment(),
    };
    if allowed { Ok(()) } else { Err(CertificateError::KeyUsage) }
}

/// Whether `issuer` is an authority that allows `below` intermediate certificates under it.
fn may_issue(issuer: &Certificate, below: usize) -> Result<(), CertificateError> {
    let constraints = issuer.parsed.tbs_certificate().get_extension::<BasicConstraints>().map_err(|_| CertificateError::Malformed)?;
    let (_, constraints) = constraints.ok_or(CertificateError::NotAnAuthority)?;
    let too_long = constraints.path_len_constraint.is_some_and(|most| usize::from(most) < below);
    if !constraints.ca || too_long || !key_usage(issuer)?.key_cert_sign() {
        return Err(CertificateError::NotAnAuthority);
    }
    Ok(())
}
