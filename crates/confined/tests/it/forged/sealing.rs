//! OFDs sealed by the wrong person, with the wrong seal, or at the wrong time.

use super::{Corpus, Forgery, Originals};
use crate::parties::{DAY, Kind, Parties, Sign, Signer, Stamp, issue, make_seal};
use crate::samples::{applicant, guarantor};
use documents::verify::{DocumentTrust, Flaw};
use gm::certificate::{Authority, Purpose, Trust};
use gm::{Entropy, P256Key, SecretKey, SigningKey};
use seals::eseal::ESeal;
use seals::hash::Hash;

/// A signer who is not who they should be, and the reason that must be named.
pub(super) struct Wrong {
    pub(super) name: &'static str,
    pub(super) reason: Flaw,
    pub(super) signer: Signer,
}

/// Certificates that must not do for the guarantor's, national or ordinary.
pub(super) fn wrong_signers(parties: &Parties, ordinary: bool) -> Vec<Wrong> {
    let (now, entropy) = (parties.now, &parties.entropy);
    let root = if ordinary { &parties.ordinary_root } else { &parties.root };
    let (name, code) = (guarantor().0, guarantor().1.to_string());
    let (other, other_code) = (applicant().0, applicant().1.to_string());
    let valid = (now - DAY, now + 365 * DAY);
    let of = |authority: &Authority, who: (&str, &str), purpose, valid| issue(authority, who, Kind { ordinary, purpose }, valid, entropy);
    let twin = Authority::create_with(like(root, entropy), "test root", "test", (now - 30 * DAY, now + 700 * DAY), entropy).unwrap();
    let leaf = of(root, (name, &code), Purpose::Sign, valid);
    let under_a_leaf = of(&Authority::resume(leaf.key, leaf.certificate), (name, &code), Purpose::Sign, valid);
    let itself = Signer { key: root.key().clone(), certificate: root.certificate().clone() };
    let good = (name, code.as_str());
    [
        ("a certificate of an unknown authority of the same name", Flaw::CertificateUntrusted, of(&twin, good, Purpose::Sign, valid)),
        ("the certificate of another company", Flaw::CertificateOfAnother, of(root, (other, &other_code), Purpose::Sign, valid)),
        ("a certificate without a company's code", Flaw::CertificateOfAnother, of(root, (name, ""), Purpose::Sign, valid)),
        ("an expired certificate", Flaw::CertificateExpired, of(root, good, Purpose::Sign, (now - 10 * DAY, now - DAY))),
        ("a certificate of tomorrow", Flaw::CertificateNotYetValid, of(root, good, Purpose::Sign, (now + DAY, now + 9 * DAY))),
        ("a certificate for encryption", Flaw::CertificateUnfit, of(root, good, Purpose::Encrypt, valid)),
        ("a certificate that another leaf issued", Flaw::CertificateUntrusted, under_a_leaf),
        ("the authority itself", Flaw::CertificateUnfit, itself),
    ]
    .map(|(name, reason, signer)| Wrong { name, reason, signer })
    .into()
}

/// A new key of the same kind as an authority's.
fn like(authority: &Authority, entropy: &dyn Entropy) -> SigningKey {
    match authority.key() {
        SigningKey::Sm2(_) => SecretKey::generate(entropy).into(),
        SigningKey::P256(_) => P256Key::generate(entropy).into(),
    }
}

/// Somebody who has newer lists, on which the guarantor's certificates stand.
pub(super) fn trust_after_revocation(parties: &Parties) -> DocumentTrust {
    let valid = (parties.now - 60, parties.now + DAY);
    let revoked =
        |root: &Authority, signer: &Signer| root.revoke(std::slice::from_ref(&signer.certificate), valid, &parties.entropy).unwrap();
    let lists = vec![revoked(&parties.root, &parties.guarantor), revoked(&parties.ordinary_root, &parties.guarantor_ordinary)];
    let trust = parties.trust();
    DocumentTrust { signers: Trust::new(trust.signers.anchors().to_vec(), lists), ..trust }
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let code = guarantor().1.to_string();
    let own = (guarantor().0, code.as_str());
    let maker_certificate = Kind { ordinary: false, purpose: Purpose::Sign };
    let valid = (parties.now - DAY, parties.now + 365 * DAY);
    let seal_of = |maker: &Signer, holder: &Signer| make_seal(maker, own, &holder.certificate, parties.now, &parties.entropy);
    let maker = issue(&parties.maker_root, ("制章中心", ""), maker_certificate, valid, &parties.entropy);
    let stamped = |value: &[u8]| Some(parties.stamp(value, Hash::Sm3));
    let mut add = |name: &str, reason: Flaw, signer: &Signer, seal: &ESeal, sign: Option<Sign<'_>>, stamp: Stamp<'_>| {
        let right = |bytes: &[u8]| signer.sign(parties, bytes);
        let sign = sign.unwrap_or(&right);
        let bytes = parties.seal_ofd_with(
            &originals.pages.ofd.write().unwrap(),
            &originals.pages,
            "guarantor",
            &signer.certificate,
            seal,
            sign,
            stamp,
        );
        corpus.add(format!("OFD sealed: {name}"), reason, bytes);
    };
    for wrong in wrong_signers(parties, false) {
        add(wrong.name, wrong.reason, &wrong.signer, &seal_of(&maker, &wrong.signer), None, &stamped);
    }
    let (good, seal) = (&parties.guarantor, &parties.guarantor_seal);
    let strange = issue(&parties.root, own, maker_certificate, valid, &parties.entropy);
    add("the seal of the guarantor, used by another", Flaw::SealOfAnother, &parties.applicant, seal, None, &stamped);
    add("the seal of another, used by the guarantor", Flaw::SealOfAnother, good, &parties.applicant_seal, None, &stamped);
    add("a seal of an unknown maker", Flaw::SealMakerWrong, good, &seal_of(&strange, good), None, &stamped);
    add("a seal that the guarantor made", Flaw::SealMakerWrong, good, &seal_of(good, good), None, &stamped);
    let late = make_seal(&maker, own, &good.certificate, parties.now - 800 * DAY, &parties.entropy);
    add("a seal that had expired", Flaw::SealExpired, good, &late, None, &stamped);
    let early = make_seal(&maker, own, &good.certificate, parties.now + 9 * DAY, &parties.entropy);
    add("a seal of next week", Flaw::SealExpired, good, &early, None, &stamped);

    let by_another = |bytes: &[u8]| parties.applicant.sign(parties, bytes);
    add("a value of another key", Flaw::SignatureWrong, good, seal, Some(&by_another), &stamped);
    let elsewhere = |_: &[u8]| good.sign(parties, b"something else");
    add("a value over something else", Flaw::SignatureWrong, good, seal, Some(&elsewhere), &stamped);
    add("a value of zeros", Flaw::SignatureWrong, good, seal, Some(&|_| vec![0; 70]), &stamped);
    add("an empty value", Flaw::SignatureWrong, good, seal, Some(&|_| Vec::new()), &stamped);

    let unknown = Authority::create("test root", "test", valid, &parties.entropy).unwrap();
    let stamper = issue(&unknown, ("时间戳", ""), Kind { ordinary: false, purpose: Purpose::TimeStamp }, valid, &parties.entropy);
    add("a time stamp over something else", Flaw::TimeStampWrong, good, seal, None, &|_| Some(parties.stamp(b"x", Hash::Sm3)));
    add("a time stamp of an unknown authority", Flaw::TimeStampUntrusted, good, seal, None, &|value| {
        Some(parties.stamp_by(&stamper, value, Hash::Sm3, parties.now))
    });
    add("a time stamp of one who may only sign", Flaw::TimeStampUntrusted, good, seal, None, &|value| {
        Some(parties.stamp_by(&parties.applicant, value, Hash::Sm3, parties.now))
    });
    add("a time stamp of tomorrow", Flaw::TimeStampWrong, good, seal, None, &|value| {
        Some(parties.stamp_at(value, Hash::Sm3, parties.now + DAY))
    });
    let fresh = issue(&parties.root, own, maker_certificate, (parties.now - 60, parties.now + 365 * DAY), &parties.entropy);
    add("a time stamp from before the certificate", Flaw::CertificateNotYetValid, &fresh, &seal_of(&maker, &fresh), None, &|value| {
        Some(parties.stamp_at(value, Hash::Sm3, parties.now - 3_600))
    });
    add("a time stamp that is none", Flaw::TimeStampWrong, good, seal, None, &|_| Some(b"\x30\x03\x02\x01\x01".to_vec()));
    let ending = issue(&parties.root, own, maker_certificate, (parties.now - DAY, parties.now + 30), &parties.entropy);
    add(
        "no time stamp, and the certificate has expired since",
        Flaw::CertificateExpired,
        &ending,
        &seal_of(&maker, &ending),
        None,
        &|_| None,
    );

    agreements(originals, corpus);
    for (name, bytes) in [("OFD", &originals.ofd), ("PDF", &originals.pdf)] {
        let name = format!("{name}: the certificate stands on the newest revocation list");
        let bytes = [bytes.as_slice()].concat();
        corpus.0.push(Forgery { name, bytes, reason: Some(Flaw::CertificateRevoked), trust: Some(trust_after_revocation(parties)) });
    }
}

/// Agreements whose two seals do not belong together.
fn agreements(originals: &Originals, corpus: &mut Corpus) {
    let (parties, pages) = (&originals.parties, &originals.agreement);
    let first = parties.seal_ofd(&pages.ofd.write().unwrap(), pages, "applicant", &parties.applicant, &parties.applicant_seal);
    corpus.add("Agreement: without the guarantor's seal", Flaw::CertificateOfAnother, first.clone());
    let mut between = |name: &str, reason: Flaw, change: &dyn Fn(&mut Vec<documents::package::Entry>)| {
        let mut entries = documents::package::read(&first).unwrap();
        change(&mut entries);
        let changed = documents::package::write_all(&entries).unwrap();
        let both = parties.seal_ofd(&changed, pages, "guarantor", &parties.guarantor, &parties.guarantor_seal);
        corpus.add(format!("Agreement: {name}"), reason, both);
    };
    between("a page changed between the seals", Flaw::ContentAltered, &|entries| {
        entries.iter_mut().find(|(path, _)| path.ends_with("Page_0/Content.xml")).unwrap().1.push(b'\n');
    });
    between("a file added between the seals", Flaw::EntryNotCovered, &|entries| {
        entries.push(("Doc_0/Res/more.bin".into(), b"more".to_vec()));
    });
    between("a file removed between the seals", Flaw::EntryMissing, &|entries| {
        entries.retain(|(path, _)| !path.ends_with("kaihan.json"));
    });
}

/// Signature values in the forms of other producers, and older structures, turned into something else (E17, E18).
pub(super) fn forms(originals: &Originals, corpus: &mut Corpus) {
    let (parties, seal) = (&originals.parties, &originals.parties.guarantor_seal);
    let good = &parties.guarantor;
    let right = |bytes: &[u8]| good.sign(parties, bytes);
    // r and s of a right value, as 32 bytes each.
    let parts = |bytes: &[u8]| -> Vec<u8> {
        let value = right(bytes);
        let length = usize::from(value[3]);
        let (r, s) = (&value[4..4 + length], &value[6 + length..]);
        let plain = |part: &[u8]| [vec![0; 32], part.to_vec()].concat().split_off(part.len());
        [plain(r), plain(s)].concat()
    };
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let sign = |bytes: &[u8]| change(parts(bytes));
        let bytes = parties.seal_ofd_with(
            &originals.pages.ofd.write().unwrap(),
            &originals.pages,
            "guarantor",
            &good.certificate,
            seal,
            &sign,
            &|_| None,
        );
        corpus.add(format!("OFD sealed: {name}"), reason, bytes);
    };
    let element = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
    let pair = |r: &[u8], s: &[u8]| element(0x30, &[element(2, r), element(2, s)].concat());
    let wrong = Flaw::SignatureWrong;
    add("a bare value and a byte", wrong, &|value| [value.as_slice(), &[0]].concat());
    add("a bare value less a byte", wrong, &|value| value[..63].to_vec());
    add("a bare value with its halves changed over", wrong, &|value| [&value[32..], &value[..32]].concat());
    add("a bare value twice", wrong, &|value| value.repeat(2));
    add("a bare value with a bit turned", wrong, &|mut value| {
        value[40] ^= 1;
        value
    });
    add("a bare value of zeros", wrong, &|_| vec![0; 64]);
    add("a bare value beyond the order", wrong, &|_| vec![0xff; 64]);
    add("an integer of 33 bytes", wrong, &|value| pair(&[&[1], &value[..32]].concat(), &value[32..]));
    add("an integer padded by very many zeros", wrong, &|value| pair(&[&[0; 20], &value[..32]].concat(), &value[32..]));
    add("bytes behind a padded value", wrong, &|value| [pair(&[&[0, 0], &value[..32]].concat(), &value[32..]), vec![0]].concat());
    add("a third integer", wrong, &|value| element(0x30, &[element(2, &value[..32]), element(2, &value[32..]), element(2, &[1])].concat()));
    add("an integer without content", wrong, &|value| pair(&[], &value[32..]));
}
