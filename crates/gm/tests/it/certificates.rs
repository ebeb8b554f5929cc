use crate::support::*;
use gm::certificate::{Certificate, CertificateError, Purpose, RevocationList, Trust};

struct World {
    entropy: Seeded,
    root: gm::certificate::Authority,
    list: RevocationList,
    good: Certificate,
}

fn world() -> World {
    let entropy = Seeded::new(10);
    let root = authority(&entropy);
    let list = root.revoke(&[], (NOW - 60, NOW + 3600), &entropy).unwrap();
    let (_, good) = leaf(&root, &entropy, (NOW - 60, NOW + YEAR / 2), Purpose::Sign);
    World { entropy, root, list, good }
}

impl World {
    fn verify(&self, chain: &[Certificate], now: i64) -> Result<(i64, i64), CertificateError> {
        Trust::new(vec![self.root.certificate().clone()], vec![self.list.clone()]).verify(chain, Purpose::Sign, now)
    }
}

#[test]
fn a_valid_certificate_is_accepted_and_names_its_organisation() {
    let world = world();
    let span = world.verify(std::slice::from_ref(&world.good), NOW);
    assert_eq!(span, Ok((NOW - 60, NOW + 3600)), "the answer holds while certificate and list are current");
    assert_eq!(world.good.extension_text("1.2.156.10260.4.1.4").as_deref(), Some("91110108765016311A"));
    assert_eq!(world.good.subject_attribute("2.5.4.3").as_deref(), Some("测试建设（集团）有限公司"));
}

#[test]
fn expired_and_early_certificates_are_refused() {
    let world = world();
    let (_, short) = leaf(&world.root, &world.entropy, (NOW - 60, NOW + 60), Purpose::Sign);
    assert_eq!(world.verify(std::slice::from_ref(&short), NOW + 61), Err(CertificateError::Expired));
    assert_eq!(world.verify(&[short], NOW - 61), Err(CertificateError::NotYetValid));
}

#[test]
fn a_revoked_certificate_is_refused() {
    let mut world = world();
    world.list = world.root.revoke(std::slice::from_ref(&world.good), (NOW - 60, NOW + 3600), &world.entropy).unwrap();
    assert_eq!(world.verify(std::slice::from_ref(&world.good), NOW), Err(CertificateError::Revoked));
}

#[test]
fn without_a_current_revocation_list_nothing_is_accepted() {
    let world = world();
    assert_eq!(world.verify(std::slice::from_ref(&world.good), NOW + 3601), Err(CertificateError::RevocationUnknown));
    let none = Trust::new(vec![world.root.certificate().clone()], vec![]);
    assert_eq!(none.verify(std::slice::from_ref(&world.good), Purpose::Sign, NOW), Err(CertificateError::RevocationUnknown));
}

#[test]
fn a_forged_authority_with_the_same_name_is_refused() {
    let world = world();
    let forger = authority(&Seeded::new(11));
    let (_, forged) = leaf(&forger, &world.entropy, (NOW - 60, NOW + 60), Purpose::Sign);
    assert_eq!(world.verify(&[forged], NOW), Err(CertificateError::Signature));
}

#[test]
fn an_altered_certificate_is_refused() {
    let world = world();
    let mut der = world.good.der().to_vec();
    let at = der.windows(18).position(|part| part == b"91110108765016311A").unwrap();
    der[at + 17] = b'B';
    assert_eq!(world.verify(&[Certificate::from_der(&der).unwrap()], NOW), Err(CertificateError::Signature));
}

#[test]
fn an_encryption_certificate_cannot_sign() {
    let world = world();
    let (_, encryption) = leaf(&world.root, &world.entropy, (NOW - 60, NOW + 60), Purpose::Encrypt);
    assert_eq!(world.verify(&[encryption], NOW), Err(CertificateError::KeyUsage));
}

#[test]
fn an_ordinary_certificate_cannot_issue_another() {
    let world = world();
    let (key, middle) = leaf(&world.root, &world.entropy, (NOW - 60, NOW + 60), Purpose::Sign);
    let impostor = gm::certificate::Authority::resume(key, middle.clone());
    let (_, below) = leaf(&impostor, &world.entropy, (NOW - 60, NOW + 60), Purpose::Sign);
    assert_eq!(world.verify(&[below, middle], NOW), Err(CertificateError::NotAnAuthority));
}

#[test]
fn a_forged_revocation_list_says_nothing() {
    let mut world = world();
    world.list = authority(&Seeded::new(12)).revoke(&[], (NOW - 60, NOW + 3600), &world.entropy).unwrap();
    assert_eq!(world.verify(std::slice::from_ref(&world.good), NOW), Err(CertificateError::RevocationUnknown));
}

#[test]
fn pem_is_read_back() {
    let world = world();
    let read = Certificate::from_pem(&world.good.to_pem().unwrap()).unwrap();
    assert_eq!(read[0].fingerprint(), world.good.fingerprint());
    assert!(RevocationList::from_pem(&world.list.to_pem().unwrap()).is_ok());
}
