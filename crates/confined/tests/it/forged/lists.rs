//! Revocation lists that must not prove what they do not say (K10, E3, E4, E13), built by hand.

use super::{Corpus, Forgery, Originals};
use crate::parties::{DAY, Kind, Parties, Signer, issue, make_seal};
use crate::samples::{applicant, guarantor};
use documents::verify::{DocumentTrust, Flaw};
use gm::certificate::{Authority, Certificate, Purpose, RevocationList, Trust};

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..0x80 => vec![tag, u8::try_from(length).unwrap()],
        0x80..0x100 => vec![tag, 0x81, u8::try_from(length).unwrap()],
        _ => vec![tag, 0x82, u8::try_from(length >> 8).unwrap(), u8::try_from(length & 0xff).unwrap()],
    };
    [head.as_slice(), content].concat()
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// `2.5.29.n`.
fn extension(number: u8, critical: bool, value: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    sequence(&[&[6, 3, 0x55, 0x1d, number], critical, &element(4, value)])
}

fn time(seconds: i64) -> Vec<u8> {
    let at = der::DateTime::from_unix_duration(std::time::Duration::from_secs(u64::try_from(seconds).unwrap())).unwrap();
    let text = format!("{:04}{:02}{:02}{:02}{:02}{:02}Z", at.year(), at.month(), at.day(), at.hour(), at.minutes(), at.seconds());
    element(0x18, text.as_bytes())
}

/// A certificate on a list: since when, and its entry's extensions.
type Entry<'a> = (&'a Certificate, i64, Vec<u8>);

/// A list that `authority` signs, current around now.
fn list(parties: &Parties, authority: &Authority, entries: &[Entry<'_>], extensions: &[Vec<u8>]) -> RevocationList {
    let algorithm = sequence(&[&[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75]]);
    // The root names itself as its issuer.
    let (name, _) = authority.certificate().issuer_and_serial().unwrap();
    let rows: Vec<u8> = entries
        .iter()
        .flat_map(|(certificate, since, more)| {
            let (_, serial) = certificate.issuer_and_serial().unwrap();
            let more = if more.is_empty() { Vec::new() } else { element(0x30, more) };
            sequence(&[&serial, &time(*since), &more])
        })
        .collect();
    let rows = if rows.is_empty() { rows } else { element(0x30, &rows) };
    let number = extension(20, false, &[2, 1, 9]);
    let all: Vec<u8> = std::iter::once(&number).chain(extensions).flatten().copied().collect();
    let more = element(0xa0, &element(0x30, &all));
    let body = sequence(&[&[2, 1, 1], &algorithm, &name, &time(parties.now - 3_600), &time(parties.now + 7 * DAY), &rows, &more]);
    let value = authority.key().sign(&body, &parties.entropy).unwrap();
    RevocationList::from_der(&sequence(&[&body, &algorithm, &element(3, &[&[0], value.as_slice()].concat())])).unwrap()
}

/// `IssuingDistributionPoint`.
fn scope(parts: &[u8]) -> Vec<u8> {
    extension(28, true, &element(0x30, parts))
}

fn at(address: &str) -> Vec<u8> {
    element(0xa0, &element(0xa0, &element(0x86, address.as_bytes())))
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let trusting = |lists: Vec<RevocationList>| {
        let trust = parties.trust();
        let with = |trust: &Trust| Trust::new(trust.anchors().to_vec(), lists.clone());
        DocumentTrust { signers: with(&trust.signers), makers: with(&trust.makers), ..trust }
    };
    // Sealed without evidence of its own, so that only these lists speak.
    let letter = |signer: &Signer, seal: &seals::eseal::ESeal| {
        let pages = &originals.pages;
        let package = pages.ofd.clone();
        let sealing = documents::ofd::Sealing::prepare(package, &pages.stamps, "guarantor", parties.now, None).unwrap();
        let value = signer.sign(parties, &sealing.to_be_signed(seal));
        sealing.finish(seal, &signer.certificate, &value, None).write().unwrap()
    };
    let (guarantor_certificate, seal) = (&parties.guarantor.certificate, &parties.guarantor_seal);
    let other = &parties.applicant.certificate;
    let since = parties.now - DAY;
    let own_name = parties.root.certificate().issuer_and_serial().unwrap().0;
    let named = |name: &[u8]| extension(29, true, &element(0x30, &element(0xa4, name)));
    let mut add = |name: &str, reason: Flaw, lists: Vec<RevocationList>| {
        let (name, bytes) = (format!("OFD and lists: {name}"), letter(&parties.guarantor, seal));
        corpus.0.push(Forgery { name, bytes, reason: Some(reason), trust: Some(trusting(lists)) });
    };
    let root = |entries: &[Entry<'_>], extensions: &[Vec<u8>]| list(parties, &parties.root, entries, extensions);
    let unknown = Flaw::RevocationUnknown;
    add("a list of another partition", unknown, vec![root(&[], &[scope(&at("http://ca.example/1.crl"))])]);
    add("a list of authorities alone", unknown, vec![root(&[], &[scope(&[0x82, 1, 0xff])])]);
    add("a list of attribute certificates", unknown, vec![root(&[], &[scope(&[0x85, 1, 0xff])])]);
    add("a list of some reasons", unknown, vec![root(&[], &[scope(&[0x83, 2, 6, 0x40])])]);
    add("a list of several issuers", unknown, vec![root(&[], &[scope(&[0x84, 1, 0xff])])]);
    add("a list of people and of authorities at once", unknown, vec![root(&[], &[scope(&[0x81, 1, 0xff, 0x82, 1, 0xff])])]);
    add("a list of changes", unknown, vec![root(&[], &[extension(27, true, &[2, 1, 1])])]);
    add("a list with something critical that is unknown", unknown, vec![root(&[], &[extension(99, true, &[5, 0])])]);
    add("a list with two scopes", unknown, vec![root(&[], &[scope(&[]), scope(&[0x82, 1, 0xff])])]);
    add("a list whose scope cannot be read", unknown, vec![root(&[], &[extension(28, true, &[4, 0])])]);
    add(
        "a list with an entry of something critical that is unknown",
        unknown,
        vec![root(&[(other, since, extension(99, true, &[5, 0]))], &[])],
    );
    let revoked = Flaw::CertificateRevoked;
    for (what, extensions) in [
        ("another partition", vec![scope(&at("http://ca.example/1.crl"))]),
        ("some reasons", vec![scope(&[0x83, 2, 6, 0x40])]),
        ("changes", vec![extension(27, true, &[2, 1, 1])]),
        ("something unknown", vec![extension(99, true, &[5, 0])]),
    ] {
        add(&format!("revoked on a list of {what}"), revoked, vec![root(&[(guarantor_certificate, since, Vec::new())], &extensions)]);
    }
    add(
        "revoked on a list of several issuers",
        revoked,
        vec![root(&[(other, since, Vec::new()), (guarantor_certificate, since, named(&own_name))], &[scope(&[0x84, 1, 0xff])])],
    );
    add(
        "revoked, beside a newer list that cannot speak for it",
        revoked,
        vec![root(&[(guarantor_certificate, since, Vec::new())], &[]), root(&[], &[scope(&[0x82, 1, 0xff])])],
    );
    add(
        "revoked later, and known to be invalid since before",
        revoked,
        vec![root(&[(guarantor_certificate, parties.now + 3_000, extension(24, false, &time(since)))], &[])],
    );
    add("on hold", revoked, vec![root(&[(guarantor_certificate, since, extension(21, false, &[0x0a, 1, 6]))], &[])]);

    // The maker's own dates prove nothing of when the seal was made (E4).
    let valid = (parties.now - 20 * DAY, parties.now + 365 * DAY);
    let maker = issue(&parties.maker_root, ("制章中心", ""), Kind { ordinary: false, purpose: Purpose::Sign }, valid, &parties.entropy);
    let code = guarantor().1.to_string();
    let backdated = make_seal(&maker, (guarantor().0, &code), guarantor_certificate, parties.now - 3 * DAY, &parties.entropy);
    let makers = |entries: &[Entry<'_>], extensions: &[Vec<u8>]| list(parties, &parties.maker_root, entries, extensions);
    let mut add = |name: &str, reason: Flaw, seal: &seals::eseal::ESeal, lists: Vec<RevocationList>| {
        let (name, bytes) = (format!("OFD and lists: {name}"), letter(&parties.guarantor, seal));
        corpus.0.push(Forgery { name, bytes, reason: Some(reason), trust: Some(trusting(lists)) });
    };
    let entry = |more: Vec<u8>| [(&maker.certificate, since, more)];
    add("a revoked maker's seal, dated before", Flaw::SealMakerRevoked, &backdated, vec![makers(&entry(Vec::new()), &[])]);
    add("a maker whose key was lost", Flaw::SealMakerRevoked, &backdated, vec![makers(&entry(extension(21, false, &[0x0a, 1, 1])), &[])]);
    add("a maker's list of another partition", unknown, &backdated, vec![makers(&[], &[scope(&at("http://m.example/1.crl"))])]);
    let valid = (parties.now - 20 * DAY, parties.now - 3_600);
    let gone = issue(&parties.maker_root, ("制章中心", ""), Kind { ordinary: false, purpose: Purpose::Sign }, valid, &parties.entropy);
    let old = make_seal(&gone, (applicant().0, &code), guarantor_certificate, parties.now - 3 * DAY, &parties.entropy);
    add("a seal of a maker that has expired since", Flaw::SealMakerExpired, &old, Vec::new());
    let stamper = issue(
        &parties.maker_root,
        ("时间戳", ""),
        Kind { ordinary: false, purpose: Purpose::TimeStamp },
        (since, parties.now + DAY),
        &parties.entropy,
    );
    let stamped = make_seal(&stamper, (guarantor().0, &code), guarantor_certificate, parties.now, &parties.entropy);
    add("a seal that a time-stamp authority made", Flaw::SealMakerUnfit, &stamped, Vec::new());
}
