//! The search for a path: every candidate of an issuer's name, the likeliest first, within bounds.

use super::super::{Certificate, CertificateError, Purpose, RevocationList};
use super::Trust;
use super::usage::{extensions_understood, may_issue, usable_for};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, SubjectKeyIdentifier};

/// Longest accepted chain, leaf included, anchor not.
const CHAIN_MAX: usize = 4;
/// Most signatures that are verified for one answer, of certificates and of the lists that a document brought: whoever made it chose how many.
/// The lists at hand are as many as whoever trusts put there, and each is verified once ([`RevocationList::is_of`]).
const CHECKS_MAX: usize = 128;

/// A search under way.
pub(super) struct Search<'a> {
    trust: &'a Trust,
    others: &'a [Certificate],
    purpose: Purpose,
    at: i64,
    checks: usize,
    /// The fault of the path that got furthest.
    fault: CertificateError,
}

/// What is asked of a whole path, anchor included.
type Judge<'a, 'j, T> = dyn FnMut(&mut Search<'a>, &[&'a Certificate]) -> Result<T, CertificateError> + 'j;

/// How much a fault says: what is known of a path that is right but for it comes before what any stray candidate shows.
const fn weight(fault: CertificateError) -> u8 {
    match fault {
        CertificateError::Untrusted => 0,
        CertificateError::Signature => 1,
        CertificateError::NotAnAuthority => 2,
        CertificateError::Malformed
        | CertificateError::Algorithm
        | CertificateError::NotYetValid
        | CertificateError::Expired
        | CertificateError::KeyUsage
        | CertificateError::UnknownCritical => 3,
        CertificateError::RevocationUnknown => 4,
        CertificateError::Revoked => 5,
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

/// Whether the key identifiers of the two fit, where both are told (RFC 5280 §4.2.1.1): a hint, the signature decides.
fn likely(certificate: &Certificate, issuer: &Certificate) -> bool {
    let authority = certificate.parsed.tbs_certificate().get_extension::<AuthorityKeyIdentifier>().ok().flatten();
    let subject = issuer.parsed.tbs_certificate().get_extension::<SubjectKeyIdentifier>().ok().flatten();
    let named = authority.and_then(|(_, authority)| authority.key_identifier);
    matches!((named, subject), (Some(named), Some((_, subject))) if named == subject.0)
}

impl<'a> Search<'a> {
    pub(super) const fn new(trust: &'a Trust, others: &'a [Certificate], purpose: Purpose, at: i64) -> Self {
        Self { trust, others, purpose, at, checks: 0, fault: CertificateError::Untrusted }
    }

    /// The judgement of the first path from `leaf` to an anchor that stands it.
    pub(super) fn run<T>(&mut self, leaf: &'a Certificate, judge: &mut Judge<'a, '_, T>) -> Result<T, CertificateError> {
        self.fault = CertificateError::Untrusted;
        self.extend(&mut vec![leaf], judge).ok_or(self.fault)
    }

    fn extend<T>(&mut self, path: &mut Vec<&'a Certificate>, judge: &mut Judge<'a, '_, T>) -> Option<T> {
        let last = *path.last()?;
        let trust = self.trust;
        let above = |certificate: &&&'a Certificate| last.is_issued_by(certificate);
        let anchors = trust.anchors.iter().map(|anchor| (anchor, true));
        let others = self.others.iter().map(|other| (other, false));
        let mut candidates: Vec<(&'a Certificate, bool)> = anchors.chain(others).filter(|(candidate, _)| above(&candidate)).collect();
        candidates.sort_by_key(|(candidate, anchor)| (!likely(last, candidate), !*anchor));
        for (issuer, anchor) in candidates {
            // What stands on the path already would go round in a circle.
            if !anchor && (path.len() >= CHAIN_MAX || path.iter().any(|known| known.der() == issuer.der())) {
                continue;
            }
            let found = self.link(last, issuer, path.len() - 1).and_then(|()| {
                path.push(issuer);
                let whole = if anchor { judge(self, path).map(Some) } else { Ok(self.extend(path, judge)) };
                path.pop();
                whole
            });
            match found {
                Ok(Some(answer)) => return Some(answer),
                Ok(None) => {}
                Err(fault) if weight(fault) > weight(self.fault) => self.fault = fault,
                Err(_) => {}
            }
        }
        None
    }

    fn spend(&mut self) -> Result<(), CertificateError> {
        self.checks += 1;
        if self.checks > CHECKS_MAX { Err(CertificateError::Malformed) } else { Ok(()) }
    }

    /// Checks one link, `depth` certificates above the leaf.
    fn link(&mut self, certificate: &Certificate, issuer: &Certificate, depth: usize) -> Result<(), CertificateError> {
        let body = certificate.parsed.tbs_certificate();
        if body.signature() != certificate.parsed.signature_algorithm() {
            return Err(CertificateError::Algorithm);
        }
        self.spend()?;
        let signature = certificate.parsed.signature().as_bytes().ok_or(CertificateError::Malformed)?;
        issuer.signed(certificate.der(), certificate.parsed.signature_algorithm(), signature)?;
        valid_at(certificate, self.at)?;
        valid_at(issuer, self.at)?;
        extensions_understood(certificate)?;
        if depth == 0 {
            usable_for(certificate, self.purpose)?;
        }
        may_issue(issuer, depth)
    }

    /// Of these lists, which a document brought, those that `issuer` signed and that concern `certificate`.
    pub(super) fn brought<'l>(
        &mut self,
        (certificate, issuer): (&Certificate, &Certificate),
        lists: &'l [RevocationList],
    ) -> Result<Vec<&'l RevocationList>, CertificateError> {
        let mut found = Vec::new();
        for list in lists.iter().filter(|list| list.names(issuer) && list.concerns(certificate)) {
            self.spend()?;
            if list.is_of(issuer) {
                found.push(list);
            }
        }
        Ok(found)
    }
}
