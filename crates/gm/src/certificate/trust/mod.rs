//! Whether a certificate is good for a purpose: a path to an anchor, every link of it, and what revocation lists say.

mod path;
mod usage;

use super::keep::keep_path;
use super::{Certificate, CertificateError, Purpose, RevocationList};
use path::Search;
use std::sync::Arc;

/// The anchors that are trusted and the revocation lists at hand.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    anchors: Vec<Certificate>,
    lists: Arc<Vec<RevocationList>>,
}

/// What is known of a path's revocation at an instant in the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Lists of every issuer on the path, of the right scope, current at the instant or later, do not name it.
    Good,
    /// For some link there is no list.
    Unknown,
}

impl Trust {
    /// Trusts `anchors`, and knows `lists`.
    #[must_use]
    pub fn new(anchors: Vec<Certificate>, lists: Vec<RevocationList>) -> Self {
        Self::sharing(anchors, Arc::new(lists))
    }

    /// The same with lists that other purposes know too: a list proves itself by its issuer's signature, wherever it was found.
    #[must_use]
    pub fn sharing(anchors: Vec<Certificate>, lists: Arc<Vec<RevocationList>>) -> Self {
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

    /// Verifies `chain` (leaf first; what is above it may come in any order) for `purpose` at `now` (UTC seconds): algorithms,
    /// signatures over the original bytes, validity, key usage, basic constraints and path length, critical extensions, names, anchor,
    /// revocation of every link by a current list that covers it. Every candidate of an issuer's name is tried, within bounds. Gives
    /// back between which seconds the same answer holds: while every certificate and revocation list of the path is current.
    ///
    /// # Errors
    /// The [`CertificateError`] of the path that got furthest.
    pub fn verify(&self, chain: &[Certificate], purpose: Purpose, now: i64) -> Result<(i64, i64), CertificateError> {
        let (leaf, others) = chain.split_first().ok_or(CertificateError::Malformed)?;
        let mut search = Search::new(self, others, purpose, now);
        search.run(leaf, &mut |_, path| {
            let mut span = (i64::MIN, i64::MAX);
            for (certificate, issuer) in path.iter().zip(path.iter().skip(1)) {
                let listed = self.current(certificate, issuer, now)?;
                for (from, to) in [certificate.validity(), issuer.validity(), listed] {
                    span = (span.0.max(from), span.1.min(to));
                }
            }
            keep_path(path.iter().copied(), purpose);
            Ok(span)
        })
    }

    /// The lists at hand that `issuer` signed and that concern `certificate`.
    fn at_hand(&self, certificate: &Certificate, issuer: &Certificate) -> Vec<&RevocationList> {
        let concern = |list: &&RevocationList| list.names(issuer) && list.concerns(certificate) && list.is_of(issuer);
        self.lists.iter().filter(concern).collect()
    }

    /// Between which seconds a current list vouches for `certificate`.
    fn current(&self, certificate: &Certificate, issuer: &Certificate, now: i64) -> Result<(i64, i64), CertificateError> {
        let lists = self.at_hand(certificate, issuer);
        if revoked(&lists, certificate, now).is_some() {
            return Err(CertificateError::Revoked);
        }
        let spans = lists.iter().filter(|list| list.speaks_for(certificate)).filter_map(|list| {
            let (from, to) = list.span();
            to.filter(|to| (from..=*to).contains(&now)).map(|to| (from, to))
        });
        spans.max_by_key(|(_, to)| *to).ok_or(CertificateError::RevocationUnknown)
    }

    /// Verifies the path of a certificate that signed a document at `then`: as [`Trust::verify`], but a path is sought among
    /// `others`, which came with the document, as `lists` did; and where no list of an issuer is at hand, that is an answer, not an
    /// error. A certificate revoked after `then` was good.
    ///
    /// # Errors
    /// The [`CertificateError`] of the path that got furthest. [`CertificateError::RevocationUnknown`] when whoever trusts has lists of
    /// the issuer and none of them, nor of those that came with the document, covers the certificate at `then`: another scope, or out
    /// of date.
    pub fn verify_past(
        &self,
        leaf: &Certificate,
        others: &[Certificate],
        purpose: Purpose,
        then: i64,
        lists: &[RevocationList],
    ) -> Result<Revocation, CertificateError> {
        let mut search = Search::new(self, others, purpose, then);
        search.run(leaf, &mut |search, path| {
            let mut revocation = Revocation::Good;
            for (certificate, issuer) in path.iter().zip(path.iter().skip(1)) {
                let brought = search.brought((certificate, issuer), lists)?;
                let known = [self.at_hand(certificate, issuer), brought].concat();
                if revoked(&known, certificate, then).is_some() {
                    return Err(CertificateError::Revoked);
                }
                let vouches = |list: &&RevocationList| list.speaks_for(certificate) && list.span().1.is_some_and(|to| then <= to);
                match known.iter().any(vouches) {
                    true => {}
                    false if self.lists.iter().any(|list| list.is_of(issuer)) => return Err(CertificateError::RevocationUnknown),
                    false => revocation = Revocation::Unknown,
                }
            }
            keep_path(path.iter().copied(), purpose);
            Ok(revocation)
        })
    }
}

/// Since when `certificate` is revoked by `at`, if it is. A hold that a newer list of the whole no longer names was lifted.
fn revoked(lists: &[&RevocationList], certificate: &Certificate, at: i64) -> Option<i64> {
    let lifted = |than: i64| {
        let newer = |list: &&&RevocationList| list.speaks_for(certificate) && list.span().0 > than && list.span().0 <= at;
        lists.iter().filter(newer).any(|list| list.listed(certificate).is_none())
    };
    let found = lists.iter().filter_map(|list| list.listed(certificate).map(|listed| (listed, list.span().0)));
    let counts = found.filter(|(listed, told)| listed.since <= at && !(listed.held && lifted(*told)));
    counts.map(|(listed, _)| listed.since).min()
}
