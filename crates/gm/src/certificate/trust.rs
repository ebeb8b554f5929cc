use super::keep::keep_path;
use super::{Certificate, CertificateError, Purpose, RevocationList, TIME_STAMPING};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

/// The anchors that are trusted and the revocation lists at hand.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    anchors: Vec<Certificate>,
    lists: Vec<RevocationList>,
}

/// What is known of a path's revocation at an instant in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Lists of every issuer on the path, current at the instant or later, do not name it.
    Good,
    /// For some link there is no list.
    Unknown,
}

/// Extensions the verifier understands: basic constraints, key usage, extended key usage, key identifiers, CRL distribution
/// points, policies.
const UNDERSTOOD: [&str; 7] = ["2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.35", "2.5.29.31", "2.5.29.32"];
/// Longest accepted chain, leaf included, anchor not.
const CHAIN_MAX: usize = 4;

impl Trust {
    /// Trusts `anchors`, and knows `lists`.
    #[must_use]
    pub fn new(anchors: Vec<Certificate>, lists: Vec<RevocationList>) -> Self {
        anchors.iter().for_each(|anchor| anchor.keep(crate::Keeping::Standing));
        Self { anchors, lists }
    }

    /// The anchors.
    #[must_use]
    pub fn anchors(&self) -> &[Certificate] {
        &self.anchors
    }

    /// The revocation lists at hand.
    #[must_use]
    pub fn lists(&self) -> &[RevocationList] {
        &self.lists
    }

    /// Verifies `chain` (leaf first, without the anchor) for `purpose` at `now` (UTC seconds): algorithms, signatures over
    /// the original bytes, validity, key usage, basic constraints and path length, critical extensions, names, anchor,
    /// revocation of every link. Gives back between which seconds the same answer holds: while every certificate and revocation
    /// list of the path is current.
    ///
    /// # Errors
    /// The first [`CertificateError`] found, from the leaf up.
    pub fn verify(&self, chain: &[Certificate], purpose: Purpose, now: i64) -> Result<(i64, i64), CertificateError> {
        let mut span = (i64::MIN, i64::MAX);
        for (depth, certificate) in chain.iter().enumerate() {
            let issuer = self.link(chain, depth, purpose, now)?;
            let list = self.lists.iter().find(|list| list.is_of(issuer)).ok_or(CertificateError::RevocationUnknown)?;
            let listed = list.check(certificate, issuer, now)?;
            for (from, to) in [certificate.validity(), issuer.validity(), listed] {
                span = (span.0.max(from), span.1.min(to));
            }
        }
        keep_path(chain, purpose);
        if chain.is_empty() { Err(CertificateError::Malformed) } else { Ok(span) }
    }

    /// Verifies the path of a certificate that signed a document at `then`: as [`Trust::verify`], but a path is sought among
    /// `others`, which came with the document, as `lists` did; and a missing revocation list is an answer, not an error. A
    /// certificate revoked after `then` was good.
    ///
    /// # Errors
    /// The first [`CertificateError`] found, from the leaf up.
    pub fn verify_past(
        &self,
        leaf: &Certificate,
        others: &[Certificate],
        purpose: Purpose,
        then: i64,
        lists: &[RevocationList],
    ) -> Result<Revocation, CertificateError> {
        let chain = self.chain(leaf, others);
        let mut revocation = Revocation::Good;
        for (depth, certificate) in chain.iter().enumerate() {
            let issuer = self.link(&chain, depth, purpose, then)?;
            let mut known = self.lists.iter().chain(lists).filter(|list| list.is_of(issuer)).peekable();
            if known.peek().is_none() {
                revocation = Revocation::Unknown;
            }
            let mut seen = false;
            for list in known {
                seen |= list.check_past(certificate, issuer, then)?;
            }
            if !seen {
                revocation = Revocation::Unknown;
            }
        }
        keep_path(&chain, purpose);
        Ok(revocation)
    }

    /// From `leaf` towards an anchor, through `others`.
    fn chain(&self, leaf: &Certificate, others: &[Certificate]) -> Vec<Certificate> {
        let mut chain = vec![leaf.clone()];
        while let Some(last) = chain.last()
            && chain.len() < CHAIN_MAX
            && !self.anchors.iter().any(|anchor| last.is_issued_by(anchor))
        {
            let above = others.iter().find(|other| last.is_issued_by(other) && !chain.iter().any(|known| known.der() == other.der()));
            match above {
                Some(above) => chain.push(above.clone()),
                None => break,
            }
        }
        chain
    }

    /// Checks the link at `depth` to its issuer, which is the next in `chain` or an anchor.
    fn link<'a>(&'a self, chain: &'a [Certificate], depth: usize, purpose: Purpose, at: i64) -> Result<&'a Certificate, CertificateError> {
        let certificate = chain.get(depth).filter(|_| chain.len() <= CHAIN_MAX).ok_or(CertificateError::Malformed)?;
        let body = certificate.parsed.tbs_certificate();
        if body.signature() != certificate.parsed.signature_algorithm() {
            return Err(CertificateError::Algorithm);
        }
        let issuer = chain.get(depth + 1).or_else(|| self.anchors.iter().find(|anchor| certificate.is_issued_by(anchor)));
        let issuer = issuer.filter(|issuer| certificate.is_issued_by(issuer)).ok_or(CertificateError::Untrusted)?;
        let signature = certificate.parsed.signature().as_bytes().ok_or(CertificateError::Malformed)?;
        issuer.signed(certificate.der(), certificate.parsed.signature_algorithm(), signature)?;
        valid_at(certificate, at)?;
        valid_at(issuer, at)?;
        extensions_understood(certificate)?;
        if depth == 0 {
            usable_for(certificate, purpose)?;
        }
        may_issue(issuer, depth)?;
        Ok(issuer)
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
    let extended = certificate.parsed.tbs_certificate().get_extension::<ExtendedKeyUsage>().map_err(|_| CertificateError::Malformed)?;
    let stamps = extended.as_ref().is_some_and(|(_, usage)| usage.0.contains(&TIME_STAMPING));
    let allowed = match purpose {
        Purpose::Sign => usage.digital_signature() && !stamps,
        Purpose::Encrypt => usage.key_encipherment(),
        // Critical, and no other usage beside it (RFC 3161 §2.3).
        Purpose::TimeStamp => stamps && extended.is_some_and(|(critical, usage)| critical && usage.0.len() == 1),
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
