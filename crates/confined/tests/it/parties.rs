//! Certificates, seals and a time-stamp authority for tests.

use crate::samples::{applicant, guarantor, now};
use documents::ofd::Sealing;
use documents::ofd::parts::Package;
use documents::paper::{Seal, seal_picture};
use documents::pdf::{Covered, Enclosures, Evidence, Signing};
use documents::typesetting::Pages;
use documents::verify::DocumentTrust;
use gm::certificate::{Authority, Certificate, Purpose, RevocationList, Scheme, Subject, Trust};
use gm::{Entropy, P256Key, SecretKey, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use seals::eseal::{Blank, ESeal};
use seals::evidence;
use seals::hash::Hash;
use seals::timestamp::{Request, Stamping};
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

/// Makes a signature value.
pub(crate) type Sign<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
/// Makes a time stamp over a signature value, or none.
pub(crate) type Stamp<'a> = &'a dyn Fn(&[u8]) -> Option<Vec<u8>>;

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

/// What a certificate is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    /// A P-256 key instead of SM2.
    pub(crate) ordinary: bool,
    pub(crate) purpose: Purpose,
}

/// A signer with a certificate of `authority`.
pub(crate) fn issue(authority: &Authority, (name, code): (&str, &str), kind: Kind, valid: (i64, i64), entropy: &dyn Entropy) -> Signer {
    let key = if kind.ordinary { P256Key::generate(entropy).into() } else { SecretKey::generate(entropy).into() };
    let subject = Subject { name: name.into(), code: code.into() };
    let certificate = authority.issue(&subject, &key, kind.purpose, valid, entropy).unwrap();
    Signer { key, certificate }
}

/// The world of a signed document.
#[derive(Debug)]
pub(crate) struct Parties {
    pub(crate) entropy: Seeded,
    pub(crate) root: Authority,
    pub(crate) ordinary_root: Authority,
    pub(crate) maker_root: Authority,
    /// Of certificates that log in, and sign agreements alone.
    pub(crate) people_root: Authority,
    pub(crate) person: Signer,
    pub(crate) maker: Signer,
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
        let valid = (now - DAY, now + 365 * DAY);
        let issue = |authority: &Authority, name: &str, code: &str, ordinary: bool, purpose| {
            issue(authority, (name, code), Kind { ordinary, purpose }, valid, &entropy)
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
        let people_root = Authority::create("people root", "test", (now - 30 * DAY, now + 700 * DAY), &entropy).unwrap();
        let person = issue(&people_root, other, &other_code, false, Purpose::Sign);
        Self {
            people_root,
            person,
            maker,
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
            signers: Trust::new(anchors.clone(), Vec::new()),
            makers: Trust::new(vec![self.maker_root.certificate().clone()], Vec::new()),
            stamps: Trust::new(anchors, Vec::new()),
            people: Trust::new(vec![self.people_root.certificate().clone()], Vec::new()),
        }
    }

    /// The token over `value`, from the authority that uses `hash`.
    pub(crate) fn stamp(&self, value: &[u8], hash: Hash) -> Vec<u8> {
        self.stamp_at(value, hash, self.now)
    }

    pub(crate) fn stamp_at(&self, value: &[u8], hash: Hash, at: i64) -> Vec<u8> {
        self.stamp_by(if hash == Hash::Sm3 { &self.stamper } else { &self.ordinary_stamper }, value, hash, at)
    }

    pub(crate) fn stamp_by(&self, stamper: &Signer, value: &[u8], hash: Hash, at: i64) -> Vec<u8> {
        let request = Request { hash, digest: hash.digest(&[value]), nonce: 7 };
        let read = Request::from_der(&request.der()).unwrap();
        let policy = der::asn1::ObjectIdentifier::new_unwrap("2.25.1");
        let chain = vec![stamper.certificate.clone()];
        let stamping = Stamping::new(&read, stamper.key.scheme(), chain, policy, 1, at).unwrap();
        request.accept(&stamping.finish(&stamper.sign(self, &stamping.to_be_signed()))).unwrap()
    }

    pub(crate) fn seal_ofd(&self, ofd: &[u8], pages: &Pages, party: &str, signer: &Signer, seal: &ESeal) -> Vec<u8> {
        let stamp = |value: &[u8]| Some(self.stamp(value, Hash::Sm3));
        self.seal_ofd_with(ofd, pages, party, &signer.certificate, seal, &|bytes| signer.sign(self, bytes), &stamp)
    }

    /// A seal whose every part can be wrong.
    #[expect(clippy::too_many_arguments, reason = "each is a part that a forger may get wrong")]
    pub(crate) fn seal_ofd_with(
        &self,
        ofd: &[u8],
        pages: &Pages,
        party: &str,
        certificate: &Certificate,
        seal: &ESeal,
        sign: Sign<'_>,
        stamp: Stamp<'_>,
    ) -> Vec<u8> {
        // The guarantor, who seals last, brings what both are judged by in ten years.
        let kept = (party == "guarantor").then(|| evidence::write(&self.anchors(), &self.lists));
        let sealing = Sealing::prepare(Package::read(ofd).unwrap(), &pages.stamps, party, self.now, kept.as_deref()).unwrap();
        let value = sign(&sealing.to_be_signed(seal));
        let stamp = stamp(&value);
        sealing.finish(seal, certificate, &value, stamp.as_deref()).write().unwrap()
    }

    pub(crate) fn anchors(&self) -> Vec<Certificate> {
        [&self.root, &self.ordinary_root, &self.maker_root].map(|authority| authority.certificate().clone()).to_vec()
    }

    /// The guarantor's letter as OFD.
    pub(crate) fn letter_ofd(&self, pages: &Pages) -> Vec<u8> {
        self.seal_ofd(&pages.ofd.write().unwrap(), pages, "guarantor", &self.guarantor, &self.guarantor_seal)
    }

    /// The guarantor's letter as PDF.
    pub(crate) fn letter_pdf(&self, pages: &Pages) -> Vec<u8> {
        self.sign_pdf(pages, &self.guarantor, &self.guarantor_ordinary)
    }

    /// The national signature over `pdf`.
    pub(crate) fn national(&self, pdf: &[u8], signer: &Signer) -> Evidence {
        let value = signer.sign(self, pdf);
        Evidence::new(Covered::whole(pdf), &signer.certificate, &value, Some(&self.stamp(&value, Hash::Sm3)))
    }

    pub(crate) fn sign_pdf(&self, pages: &Pages, national: &Signer, ordinary: &Signer) -> Vec<u8> {
        let evidence = self.national(&pages.pdf, national);
        let stamp = |value: &[u8]| Some(self.stamp(value, Hash::Sha256));
        self.sign_pdf_with(pages, Some(&evidence), &ordinary.certificate, &|bytes| ordinary.sign(self, bytes), &stamp)
    }

    /// A signature whose every part can be wrong.
    pub(crate) fn sign_pdf_with(
        &self,
        pages: &Pages,
        evidence: Option<&Evidence>,
        certificate: &Certificate,
        sign: Sign<'_>,
        stamp: Stamp<'_>,
    ) -> Vec<u8> {
        let anchors = self.anchors();
        let enclosures = Enclosures { evidence, certificates: &anchors, lists: &self.lists };
        let place = pages.stamps.iter().find(|stamp| stamp.name == "guarantor" && stamp.slice.is_none());
        let signing = Signing::prepare(&pages.pdf, place, &enclosures, Scheme::EcdsaSha256, certificate).unwrap();
        let value = sign(&signing.to_be_signed());
        let stamp = stamp(&value);
        signing.finish(&value, std::slice::from_ref(certificate), stamp.as_deref()).unwrap()
    }
}

/// A seal whose picture is drawn as vectors.
pub(crate) fn make_seal(maker: &Signer, (name, code): (&str, &str), holder: &Certificate, now: i64, entropy: &dyn Entropy) -> ESeal {
    let layout = std::fs::read_to_string(crate::samples::root().join("wordings/layout/1/layout.typ")).unwrap();
    let (sheet, side) = seal_picture(&Seal::official(name, code), &layout, crate::samples::now().date());
    let picture = crate::samples::typeset(&sheet).unwrap().ofd.write().unwrap();
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
