//! PDFs signed by the wrong person or at the wrong time, and national evidence that belongs to something else.

use super::sealing::wrong_signers;
use super::{Corpus, Originals};
use crate::parties::{DAY, Kind, Sign, Signer, Stamp, issue};
use crate::samples::guarantor;
use documents::pdf::{Covered, Enclosures, Evidence, Signing};
use documents::verify::Flaw;
use gm::P256Key;
use gm::certificate::{Authority, Purpose, Scheme};
use seals::hash::Hash;

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    national(originals, corpus);
    let (parties, pages) = (&originals.parties, &originals.pages);
    let good = &parties.guarantor_ordinary;
    let right = parties.national(&pages.pdf, &parties.guarantor);
    let stamped = |value: &[u8]| Some(parties.stamp(value, Hash::Sha256));
    let mut add = |name: &str, reason: Flaw, evidence: Option<&Evidence>, signer: &Signer, sign: Option<Sign<'_>>, stamp: Stamp<'_>| {
        let own = |bytes: &[u8]| signer.sign(parties, bytes);
        let bytes = parties.sign_pdf_with(pages, evidence, &signer.certificate, sign.unwrap_or(&own), stamp);
        corpus.add(format!("PDF signed: {name}"), reason, bytes);
    };
    for wrong in wrong_signers(parties, true) {
        // With the national evidence of the guarantor the company would be right, so it is left away.
        add(wrong.name, wrong.reason, None, &wrong.signer, None, &stamped);
    }
    let unknown = Authority::create_with(
        P256Key::generate(&parties.entropy).into(),
        "x",
        "x",
        (parties.now - DAY, parties.now + 365 * DAY),
        &parties.entropy,
    );
    let unknown = unknown.unwrap();
    let valid = (parties.now - DAY, parties.now + 365 * DAY);
    let stamper = issue(&unknown, ("x", ""), Kind { ordinary: true, purpose: Purpose::TimeStamp }, valid, &parties.entropy);
    let another = issue(&parties.ordinary_root, ("x", ""), Kind { ordinary: true, purpose: Purpose::Sign }, valid, &parties.entropy);
    add("a value of another key", Flaw::SignatureWrong, Some(&right), good, Some(&|bytes| another.sign(parties, bytes)), &stamped);
    add("a value over something else", Flaw::SignatureWrong, Some(&right), good, Some(&|_| good.sign(parties, b"x")), &stamped);
    add("an empty value", Flaw::SignatureWrong, Some(&right), good, Some(&|_| Vec::new()), &stamped);
    add("a time stamp over something else", Flaw::TimeStampWrong, Some(&right), good, None, &|_| Some(parties.stamp(b"x", Hash::Sha256)));
    add("a time stamp of an unknown authority", Flaw::TimeStampUntrusted, Some(&right), good, None, &|value| {
        Some(parties.stamp_by(&stamper, value, Hash::Sha256, parties.now))
    });
    add("a time stamp of one who may only sign", Flaw::TimeStampUntrusted, Some(&right), good, None, &|value| {
        Some(parties.stamp_by(&another, value, Hash::Sha256, parties.now))
    });
    add("a time stamp of tomorrow", Flaw::TimeStampWrong, Some(&right), good, None, &|value| {
        Some(parties.stamp_at(value, Hash::Sha256, parties.now + DAY))
    });
    let code = guarantor().1.to_string();
    let ending = (parties.now - DAY, parties.now + 30);
    let ending =
        issue(&parties.ordinary_root, (guarantor().0, &code), Kind { ordinary: true, purpose: Purpose::Sign }, ending, &parties.entropy);
    add("no time stamp, and the certificate has expired since", Flaw::CertificateExpired, Some(&right), &ending, None, &|_| None);

    let without = Signing::prepare(&pages.pdf, None, &Enclosures::default(), Scheme::EcdsaSha256, &good.certificate).unwrap();
    let value = good.sign(parties, &without.to_be_signed());
    let bytes = without.finish(&value, &[], None).unwrap();
    corpus.add("PDF signed: without the certificate", Flaw::CertificateMissing, bytes);
}

/// The national signature attached to a PDF, wrong in its own ways.
fn national(originals: &Originals, corpus: &mut Corpus) {
    let (parties, pages) = (&originals.parties, &originals.pages);
    let good = &parties.guarantor_ordinary;
    let mut add = |name: &str, reason: Flaw, evidence: &Evidence| {
        let stamp = |value: &[u8]| Some(parties.stamp(value, Hash::Sha256));
        let bytes = parties.sign_pdf_with(pages, Some(evidence), &good.certificate, &|bytes| good.sign(parties, bytes), &stamp);
        corpus.add(format!("PDF evidence: {name}"), reason, bytes);
    };
    let other = parties.national(&originals.other_pages.pdf, &parties.guarantor);
    add("of another letter", Flaw::EvidenceWrong, &other);
    let half = parties.national(&pages.pdf[..pages.pdf.len() / 2], &parties.guarantor);
    add("over half of it", Flaw::EvidenceWrong, &half);
    let value = parties.applicant.sign(parties, &pages.pdf);
    let swapped = Evidence::new(Covered::whole(&pages.pdf), &parties.guarantor.certificate, &value, None);
    add("of another key", Flaw::EvidenceWrong, &swapped);
    let value = parties.guarantor.sign(parties, &pages.pdf);
    let stamp = parties.stamp(b"x", Hash::Sm3);
    let wrong_stamp = Evidence::new(Covered::whole(&pages.pdf), &parties.guarantor.certificate, &value, Some(&stamp));
    add("with a wrong time stamp", Flaw::TimeStampWrong, &wrong_stamp);
    for wrong in wrong_signers(parties, false) {
        if wrong.reason != Flaw::CertificateOfAnother {
            let evidence = parties.national(&pages.pdf, &wrong.signer);
            add(&format!("by {}", wrong.name), wrong.reason, &evidence);
        }
    }
}
