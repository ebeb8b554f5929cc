//! Certificates, seals and a time-stamp authority for tests.

use crate::samples::{applicant, guarantor, now};
use documents::eseal::{Blank, ESeal};
use documents::evidence;
use documents::hash::Hash;
use documents::ofd::{Sealing, attach_evidence};
use documents::paper::{Seal, seal_picture};
use documents::pdf::{Enclosures, Evidence, Signing};
use documents::timestamp::{Request, Stamping};
use documents::typesetting::Pages;
use documents::verify::DocumentTrust;
use gm::certificate::{Authority, Certificate, Purpose, RevocationList, Subject, Trust};
use gm::{Entropy, P256Key, SecretKey, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::sync::Mutex;

#[derive(Debug)]
pub(crate) struct Seeded(Mutex<ChaCha20Rng>);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(out);
    }
}

pub(crate) const DAY: i64 = 86_400;

/// Someone who signs: a key, its certificate, its seal.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    pub(crate) key: SigningKey,
    pub(crate) certificate: Certificate,
}

impl Signer {
    pub(crate) fn sign(&self, world: &Parties, bytes: &[u8]) -> Vec<u8> {
        self.key.sign(bytes, &world.entropy).unwrap()
    }
}

/// The world of a signed document.
#[derive(Debug)]
pub(crate) struct Parties {
    pub(crate) entropy: Seeded,
    pub(crate) root: Authority,
    pub(crate) ordinary_root: Authority,
    pub(crate) maker_root: Authority,
    pub(crate) guarantor: Signer,
    pub(crate) guarantor_ordinary: Signer,
    pub(crate) applicant: Signer,
    pub(crate) guarantor_seal: ESeal,
    pub(crate) applicant_seal: ESeal,
    pub(crate) stamper: Signer,
    pub(crate) ordinary_stamper: Signer,
    pub(crate) lists: Vec<RevocationList>,
    /// UTC seconds.
    pub(crate) now: i64,
}

pub(crate) fn sm2_key(key: &SigningKey) -> SecretKey {
    match key {
        SigningKey::Sm2(key) => key.clone(),
        SigningKey::P256(_) => panic!("an SM2 key"),
    }
}

impl Parties {
    pub(crate) fn new() -> Self {
        let (entropy, now) = (Seeded::new(1), now().seconds());
        let valid = (now - 30 * DAY, now + 700 * DAY);
        let root = Authority::create("test root", "test", valid, &entropy).unwrap();
        let ordinary_root =
            Authority::create_with(P256Key::generate(&entropy).into(), "ordinary test root", "test", valid, &entropy).unwrap();
        let maker_root = Authority::create("seal maker root", "test", valid, &entropy).unwrap();
        let issue = |authority: &Authority, name: &str, code: &str, ordinary: bool, purpose| {
            let key = if ordinary { P256Key::generate(&entropy).into() } else { SecretKey::generate(&entropy).into() };
            let subject = Subject { name: name.into(), code: code.into() };
            let certificate = authority.issue(&subject, &key, purpose, (now - DAY, now + 365 * DAY), &entropy).unwrap();
            Signer { key, certificate }
        };
        let maker = issue(&maker_root, "制章中心", "", false, Purpose::Sign);
        let of = |(name, code): (&'static str, domain::party::Uscc)| (name, code.to_string());
        let ((name, code), (other, other_code)) = (of(guarantor()), of(applicant()));
        let guarantor = issue(&root, name, &code, false, Purpose::Sign);
        let guarantor_ordinary = issue(&ordinary_root, name, &code, true, Purpose::Sign);
        let applicant = issue(&root, other, &other_code, false, Purpose::Sign);
        let stamper = issue(&root, "时间戳", "", false, Purpose::TimeStamp);
        let ordinary_stamper = issue(&ordinary_root, "time stamps", "", true, Purpose::TimeStamp);
        let lists = vec![
            root.revoke(&[], (now - 60, now + DAY), &entropy).unwrap(),
            ordinary_root.revoke(&[], (now - 60, now + DAY), &entropy).unwrap(),
            maker_root.revoke(&[], (now - 60, now + DAY), &entropy).unwrap(),
        ];
        let guarantor_seal = make_seal(&maker, (name, &code), &guarantor.certificate, now, &entropy);
        let applicant_seal = make_seal(&maker, (other, &other_code), &applicant.certificate, now, &entropy);
        Self {
            entropy,
            root,
            ordinary_root,
            maker_root,
            guarantor,
            guarantor_ordinary,
            applicant,
            guarantor_seal,
            applicant_seal,
            stamper,
            ordinary_stamper,
            lists,
            now,
        }
    }

    pub(crate) fn trust(&self) -> DocumentTrust {
        let anchors = vec![self.root.certificate().clone(), self.ordinary_root.certificate().clone()];
        DocumentTrust {
            signers: Trust::new(anchors, Vec::new()),
            makers: Trust::new(vec![self.maker_root.certificate().clone()], Vec::new()),
        }
    }

    /// The token over `value`, from the authority that uses `hash`.
    pub(crate) fn stamp(&self, value: &[u8], hash: Hash) -> Vec<u8> {
        self.stamp_at(value, hash, self.now)
    }

    pub(crate) fn stamp_at(&self, value: &[u8], hash: Hash, at: i64) -> Vec<u8> {
        let stamper = if hash == Hash::Sm3 { &self.stamper } else { &self.ordinary_stamper };
        let request = Request { hash, digest: hash.digest(&[value]), nonce: 7 };
        let read = Request::from_der(&request.der()).unwrap();
        let policy = der::asn1::ObjectIdentifier::new_unwrap("2.25.1");
        let chain = vec![stamper.certificate.clone()];
        let stamping = Stamping::new(&read, stamper.key.scheme(), chain, policy, 1, at).unwrap();
        request.accept(&stamping.finish(&stamper.sign(self, &stamping.to_be_signed()))).unwrap()
    }

    pub(crate) fn seal_ofd(&self, ofd: &[u8], pages: &Pages, party: &str, signer: &Signer, seal: &ESeal) -> Vec<u8> {
        let sealing = Sealing::prepare(ofd, &pages.stamps, party, self.now, b"").unwrap();
        let value = signer.sign(self, &sealing.to_be_signed(seal));
        let stamp = self.stamp(&value, Hash::Sm3);
        sealing.finish(seal, &signer.certificate, &value, Some(&stamp)).unwrap()
    }

    pub(crate) fn anchors(&self) -> Vec<Certificate> {
        [&self.root, &self.ordinary_root, &self.maker_root].map(|authority| authority.certificate().clone()).to_vec()
    }

    /// The guarantor's letter as OFD.
    pub(crate) fn letter_ofd(&self, pages: &Pages) -> Vec<u8> {
        let ofd = attach_evidence(&pages.ofd, &evidence::write(&self.anchors(), &self.lists)).unwrap();
        self.seal_ofd(&ofd, pages, "guarantor", &self.guarantor, &self.guarantor_seal)
    }

    /// The guarantor's letter as PDF.
    pub(crate) fn letter_pdf(&self, pages: &Pages) -> Vec<u8> {
        self.sign_pdf(&pages.pdf, pages, &self.guarantor, &self.guarantor_ordinary)
    }

    pub(crate) fn sign_pdf(&self, pdf: &[u8], pages: &Pages, national: &Signer, ordinary: &Signer) -> Vec<u8> {
        let value = national.sign(self, pdf);
        let stamp = self.stamp(&value, Hash::Sm3);
        let evidence = Evidence::new(pdf, &national.certificate, &value, Some(&stamp));
        let anchors = self.anchors();
        let enclosures = Enclosures { evidence: Some(&evidence), certificates: &anchors, lists: &self.lists };
        let place = pages.stamps.iter().find(|stamp| stamp.name == "guarantor" && stamp.slice.is_none());
        let signing = Signing::prepare(pdf, place, &enclosures, ordinary.key.scheme(), &ordinary.certificate).unwrap();
        let value = ordinary.sign(self, &signing.to_be_signed());
        let stamp = self.stamp(&value, Hash::Sha256);
        signing.finish(&value, std::slice::from_ref(&ordinary.certificate), Some(&stamp)).unwrap()
    }
}

/// A seal whose picture is drawn as vectors.
pub(crate) fn make_seal(maker: &Signer, (name, code): (&str, &str), holder: &Certificate, now: i64, entropy: &dyn Entropy) -> ESeal {
    let layout = std::fs::read_to_string(crate::samples::root().join("wordings/layout/1/layout.typ")).unwrap();
    let (sheet, side) = seal_picture(&Seal::official(name, code), &layout, crate::samples::now().date());
    let picture = crate::samples::typeset(&sheet).unwrap().ofd;
    let blank = Blank {
        id: code,
        name,
        holders: std::slice::from_ref(holder),
        valid: (now - DAY, now + 365 * DAY),
        picture_kind: "ofd",
        picture: &picture,
        size: (side, side),
    };
    blank.sign(&sm2_key(&maker.key), &maker.certificate, entropy).unwrap()
}
