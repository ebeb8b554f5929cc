//! What is kept inside a document to judge it by in ten years: the certificates of the path and the revocation lists of the day.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gm::certificate::{Certificate, RevocationList};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

/// Most members of either kind, written or read.
const MEMBERS_MAX: usize = 32;

#[derive(Serialize, Deserialize)]
struct Kept {
    format: String,
    certificates: Vec<String>,
    revocation_lists: Vec<String>,
}

const FORMAT: &str = "kaihan.validation.v1";

/// A name as it is compared: without regard to case and to how much white space there is.
fn alike(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Of the certificates and revocation lists that are `known`, those which `signers` are judged by: the certificates of their paths, nearest
/// to the first signers first, and of the lists of whoever issued one of them those that concern it. A platform trusts many authorities, and a
/// large one has hundreds of lists; a document needs a few. At most as many as a document holds.
#[must_use]
pub fn needed(signers: &[Certificate], known: &[Certificate], lists: &[RevocationList]) -> (Vec<Certificate>, Vec<RevocationList>) {
    let mut path: Vec<Certificate> = Vec::new();
    let mut open: VecDeque<&Certificate> = signers.iter().collect();
    let mut judged: Vec<(String, &Certificate)> = Vec::new();
    while let Some(next) = open.pop_front() {
        judged.push((alike(&next.issuer()), next));
        // An authority that changed its key has two certificates of one name.
        for above in known.iter().filter(|above| next.is_issued_by(above)) {
            if path.len() < MEMBERS_MAX && path.iter().all(|found| found.der() != above.der()) {
                path.push(above.clone());
                open.push_back(above);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let concern = |(issuer, certificate): &(String, &Certificate), list: &RevocationList| {
        alike(&list.issuer()) == *issuer && list.concerns(certificate)
    };
    let theirs = judged.iter().flat_map(|judged| lists.iter().filter(move |list| concern(judged, list)));
    let lists = theirs.filter(|list| seen.insert(list.der())).take(MEMBERS_MAX).cloned().collect();
    (path, lists)
}

/// The JSON that is attached. Of more than a reader takes, the first are written.
#[must_use]
pub fn write(certificates: &[Certificate], lists: &[RevocationList]) -> String {
    let kept = Kept {
        format: FORMAT.into(),
        certificates: certificates.iter().take(MEMBERS_MAX).map(|certificate| STANDARD.encode(certificate.der())).collect(),
        revocation_lists: lists.iter().take(MEMBERS_MAX).map(|list| STANDARD.encode(list.der())).collect(),
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// What was attached; `None` for anything else.
#[must_use]
pub fn read(text: &str) -> Option<(Vec<Certificate>, Vec<RevocationList>)> {
    let kept: Kept = serde_json::from_str(text).ok()?;
    if kept.format != FORMAT || kept.certificates.len() > MEMBERS_MAX || kept.revocation_lists.len() > MEMBERS_MAX {
        return None;
    }
    let certificates = kept.certificates.iter().filter_map(|text| Certificate::from_der(&STANDARD.decode(text).ok()?).ok());
    let lists = kept.revocation_lists.iter().filter_map(|text| RevocationList::from_der(&STANDARD.decode(text).ok()?).ok());
    Some((certificates.collect(), lists.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use gm::certificate::{Authority, Purpose, Subject};
    use gm::{Entropy, SecretKey, SigningKey};
    use std::sync::Mutex;

    /// Counts upwards, so that keys differ.
    #[derive(Debug)]
    struct Counting(Mutex<u64>);

    impl Entropy for Counting {
        fn fill(&self, out: &mut [u8]) {
            let mut number = self.0.lock().expect("a number");
            for part in out.chunks_mut(32) {
                *number += 1;
                let digest = gm::digest::sm3(&number.to_be_bytes());
                part.iter_mut().zip(digest).for_each(|(byte, random)| *byte = random);
            }
        }
    }

    #[test]
    fn of_forty_authorities_a_document_is_given_its_own_and_its_reader_takes_all_it_was_given() {
        let (entropy, valid) = (Counting(Mutex::new(0)), (1_700_000_000, 1_900_000_000));
        let authority = |number: u32| Authority::create(&format!("root {number}"), "test", valid, &entropy).expect("an authority");
        let roots: Vec<Authority> = (0..40).map(authority).collect();
        let anchors: Vec<Certificate> = roots.iter().map(|root| root.certificate().clone()).collect();
        let lists: Vec<RevocationList> =
            roots.iter().map(|root| root.revoke(&[], (1_700_000_000, 1_800_000_000), &entropy).expect("a list")).collect();
        let issued = |root: &Authority| {
            let subject = Subject { name: "保证人".into(), code: String::new() };
            root.issue(&subject, &SigningKey::from(SecretKey::generate(&entropy)), Purpose::Sign, valid, &entropy).expect("a certificate")
        };
        let signers = [issued(&roots[37]), issued(&roots[39])];
        let (certificates, kept) = needed(&signers, &anchors, &lists);
        assert_eq!(certificates.iter().map(Certificate::der).collect::<Vec<_>>(), [anchors[37].der(), anchors[39].der()]);
        let read_back = read(&write(&certificates, &kept)).expect("what was written");
        assert_eq!(read_back.1.iter().map(RevocationList::der).collect::<Vec<_>>(), [lists[37].der(), lists[39].der()]);
        // Whoever needs them all is given as many as are read, nearest first.
        let all: Vec<Certificate> = roots.iter().map(issued).collect();
        let (certificates, kept) = needed(&all, &anchors, &lists);
        assert_eq!((certificates.len(), kept.len()), (MEMBERS_MAX, MEMBERS_MAX));
        for (certificates, lists) in [(certificates, kept), (anchors, lists)] {
            let (read_certificates, read_lists) = read(&write(&certificates, &lists)).expect("what was written");
            assert_eq!((read_certificates.len(), read_lists.len()), (MEMBERS_MAX, MEMBERS_MAX));
        }
    }
}
