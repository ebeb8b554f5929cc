use crate::parties::{DAY, Kind, Parties, issue, make_seal};
use crate::samples::{BID, LOT, agreement, guarantor, letter, letter_in, typeset, wordings};
use crate::tools::run;
use documents::pdf::{Enclosures, Signing};
use documents::verify::{Flaw, Format, Report, Verifier, organisation_codes, verify};
use gm::certificate::{Certificate, Purpose};
use ofdrw::OfdDocument;
use std::path::Path;

fn report(parties: &Parties, bytes: &[u8]) -> Report {
    verify(bytes, &parties.trust(), parties.now + 60)
}

#[test]
fn a_letter_is_accepted_in_both_formats_and_says_who_signed_when() {
    let parties = Parties::new();
    let pages = letter(LOT, true).unwrap();
    let ofd = report(&parties, &parties.letter_ofd(&pages));
    assert!(ofd.accepted && ofd.format == Format::Ofd, "{ofd:#?}");
    let pdf = report(&parties, &parties.letter_pdf(&pages));
    assert!(pdf.accepted && pdf.format == Format::Pdf, "{pdf:#?}");
    for signature in ofd.signatures.iter().chain(&pdf.signatures) {
        assert_eq!(signature.signer, "江海财产保险股份有限公司");
        assert_eq!(signature.stamped_at, Some(parties.now));
        assert!(signature.revocation_known, "{signature:?}");
    }
    assert_eq!(pdf.signatures.len(), 2, "the ordinary signature and the national evidence");
    assert!(ofd.record.unwrap().contains("BH430000000000000007") && pdf.record.unwrap().contains("BH430000000000000007"));
}

/// Companies of before 2016 have codes whose check character does not fit; the authority of their certificate vouches for them.
#[test]
fn a_letter_of_a_company_whose_check_character_does_not_fit_is_its_own_23() {
    const ODD: &str = "91350203M0001QKT19";
    let parties = Parties::new();
    let name = guarantor().0;
    let valid = (parties.now - DAY, parties.now + 365 * DAY);
    let of = |root, ordinary| issue(root, (name, ODD), Kind { ordinary, purpose: Purpose::Sign }, valid, &parties.entropy);
    let (signer, ordinary) = (of(&parties.root, false), of(&parties.ordinary_root, true));
    let seal = make_seal(&parties.maker, (name, ODD), &signer.certificate, parties.now, &parties.entropy);
    let mut letter = letter_in(BID, LOT, true);
    letter.terms.guarantor_uscc = ODD.into();
    let pages = typeset(&letter.sheet(wordings().get(BID).unwrap()).unwrap()).unwrap();
    let ofd = parties.seal_ofd(&pages.ofd.write().unwrap(), &pages, "guarantor", &signer, &seal);
    for bytes in [ofd, parties.sign_pdf(&pages, &signer, &ordinary)] {
        let report = report(&parties, &bytes);
        assert!(report.accepted && report.issued_by.as_ref().is_some_and(|issuer| issuer.code == ODD), "{report:#?}");
    }
}

/// Where authorities write what they like, a code is one that fits, or a company's; a person's identity number is none.
#[test]
fn an_identity_number_in_a_certificate_is_no_code_of_an_organisation_23() {
    let folder = tempfile::tempdir().unwrap();
    let codes = |subject: &str| {
        let request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key", "-out", "cer"];
        let (made, text) = run(folder.path(), "openssl", &[&request[..], &["-subj", subject]].concat());
        assert!(made, "{text}");
        let pem = std::fs::read_to_string(folder.path().join("cer")).unwrap();
        organisation_codes(&Certificate::from_pem(&pem).unwrap()[0]).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(codes("/CN=a/serialNumber=110101199003070013"), [""; 0]);
    assert_eq!(codes("/CN=a/OU=91350203M0001QKT19"), ["91350203M0001QKT19"]);
    assert_eq!(codes("/CN=a/serialNumber=SF110101199003070013/OU=91110108-765016311A"), ["91110108765016311A"]);
    assert_eq!(codes("/CN=a/serialNumber=91350203M0001QKT19/OU=91110108765016311A").len(), 2);
}

#[test]
fn the_verifying_process_says_what_the_verifier_says_and_a_dead_one_is_a_refusal() {
    let parties = Parties::new();
    let bytes = parties.letter_ofd(&letter(LOT, true).unwrap());
    let verifier = Verifier::new(Path::new(env!("CARGO_BIN_EXE_kaihan-verifier")));
    let told = verifier.verify(&bytes, &parties.trust(), parties.now + 60).unwrap();
    assert!(told.accepted);
    assert_eq!(serde_json::to_value(&told).unwrap(), serde_json::to_value(report(&parties, &bytes)).unwrap());
    let dead = Verifier::new(Path::new("/bin/false")).verify(&bytes, &parties.trust(), parties.now).unwrap();
    assert_eq!(dead.reasons().collect::<Vec<_>>(), [Flaw::Exhausting]);
    assert!(Verifier::new(Path::new("/nowhere")).verify(&bytes, &parties.trust(), parties.now).is_err());
}

/// Addresses are drawn anew for each process: what is too much for its bounds must not depend on the draw.
#[test]
fn a_genuine_letter_is_never_too_much_for_the_verifying_process() {
    let parties = Parties::new();
    let bytes = parties.letter_ofd(&letter(LOT, true).unwrap());
    let verifier = Verifier::new(Path::new(env!("CARGO_BIN_EXE_kaihan-verifier")));
    for time in 0..100 {
        let report = verifier.verify(&bytes, &parties.trust(), parties.now + 60).unwrap();
        assert!(report.accepted, "{time}: {report:#?}");
    }
}

#[test]
fn ten_years_later_letter_and_agreement_still_verify_by_what_is_inside_them() {
    let parties = Parties::new();
    let pages = letter(LOT, true).unwrap();
    let later = parties.now + 3_650 * crate::parties::DAY;
    let agreed = typeset(&agreement(true).sheet(wordings().get("agreement/1").unwrap()).unwrap()).unwrap();
    let first = parties.seal_ofd(&agreed.ofd.write().unwrap(), &agreed, "applicant", &parties.applicant, &parties.applicant_seal);
    let both = parties.seal_ofd(&first, &agreed, "guarantor", &parties.guarantor, &parties.guarantor_seal);
    for bytes in [parties.letter_ofd(&pages), parties.letter_pdf(&pages), both] {
        let report = verify(&bytes, &parties.trust(), later);
        assert!(report.accepted, "{report:#?}");
        assert!(report.signatures.iter().all(|signature| signature.revocation_known), "{report:#?}");
    }
}

#[test]
fn another_implementation_verifies_our_seal_on_the_ofd() {
    let parties = Parties::new();
    let ofd = parties.letter_ofd(&letter(LOT, true).unwrap());
    let document = OfdDocument::from_bytes(&ofd).unwrap();
    assert!(document.check_ses_seal_signature(0).unwrap());
    assert!(document.check_ses_seal_signer_authorization(0).unwrap());
    assert_eq!(document.check_signature_seal_match(0).unwrap(), Some(true));
    assert!(document.check_ses_signature_value(0).unwrap());
    // Digests of the files are checked by ofd-core below: ofdrw knows the method by its name only, the standard by its identifier.
    assert!(document.check_signature_description_hash(0).unwrap().valid);
    let now = u64::try_from(parties.now).unwrap();
    assert!(document.check_ses_seal_validity(0, now).unwrap());
    let makers = parties.maker_root.certificate().der();
    assert!(document.check_ses_seal_certificate_validity(0, now).unwrap());
    document.check_ses_seal_issuer_ordered_sm2_chain(0, &[], makers, now, "1234567812345678").unwrap();

    let mut reader = ofd_core::OfdReader::new(ofd_core::OfdPackage::new(std::io::Cursor::new(ofd.as_slice())).unwrap()).unwrap();
    let report = ofd_core::verify::check_reader(&mut reader);
    assert!(report.conforms() && report.signatures.len() == 1, "{:?}", report.problems);
    assert_eq!(report.signatures[0].verdict(), ofd_core::verify::SigVerdict::Valid);
}

#[test]
fn an_agreement_carries_two_seals_and_both_cover_it() {
    let parties = Parties::new();
    let pages = typeset(&agreement(true).sheet(wordings().get("agreement/1").unwrap()).unwrap()).unwrap();
    let first = parties.seal_ofd(&pages.ofd.write().unwrap(), &pages, "applicant", &parties.applicant, &parties.applicant_seal);
    let both = parties.seal_ofd(&first, &pages, "guarantor", &parties.guarantor, &parties.guarantor_seal);
    let report = report(&parties, &both);
    assert!(report.accepted, "{report:#?}");
    let signers: Vec<&str> = report.signatures.iter().map(|signature| signature.signer.as_str()).collect();
    assert_eq!(signers, ["天山北麓建设工程有限公司", "江海财产保险股份有限公司"]);
    let document = OfdDocument::from_bytes(&both).unwrap();
    for index in 0..2 {
        assert!(document.check_ses_signature_value(index).unwrap() && document.check_ses_seal_signature(index).unwrap());
    }
}

#[test]
fn a_pdf_that_a_second_party_signed_too_is_accepted_with_both() {
    let parties = Parties::new();
    let first = parties.letter_pdf(&letter(LOT, true).unwrap());
    let signer = &parties.guarantor_ordinary;
    let signing = Signing::prepare(&first, None, &Enclosures::default(), signer.key.scheme(), &signer.certificate).unwrap();
    let value = signer.sign(&parties, &signing.to_be_signed());
    let both = signing.finish(&value, std::slice::from_ref(&signer.certificate), None).unwrap();
    let report = report(&parties, &both);
    assert!(report.accepted && report.signatures.len() == 3, "{report:#?}");
    assert!(report.signatures[1].covered < report.signatures[2].covered);
}

#[test]
fn poppler_and_qpdf_find_the_signature_valid_over_the_whole_document() {
    let parties = Parties::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.pdf"), parties.letter_pdf(&letter(LOT, true).unwrap())).unwrap();
    let (_, text) = run(folder.path(), "pdfsig", &["-nocert", "letter.pdf"]);
    assert!(text.contains("Signature is Valid") && text.contains("Total document signed"), "{text}");
    assert!(text.contains("ETSI.CAdES.detached"), "{text}");
    let (good, text) = run(folder.path(), "qpdf", &["--check", "letter.pdf"]);
    assert!(good && text.contains("No syntax or stream encoding errors"), "{text}");
    let (_, text) = run(folder.path(), "pdfdetach", &["-list", "letter.pdf"]);
    assert!(text.contains("kaihan.json") && text.contains("sm2-signature.json"), "{text}");
}

#[test]
fn openssl_verifies_the_national_evidence() {
    let parties = Parties::new();
    let folder = tempfile::tempdir().unwrap();
    let pdf = parties.letter_pdf(&letter(LOT, true).unwrap());
    std::fs::write(folder.path().join("letter.pdf"), &pdf).unwrap();
    let (saved, text) = run(folder.path(), "pdfdetach", &["-saveall", "letter.pdf"]);
    assert!(saved, "{text}");
    let evidence: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.path().join("sm2-signature.json")).unwrap()).unwrap();
    let covered = usize::try_from(evidence["covered_bytes"].as_u64().unwrap()).unwrap();
    std::fs::write(folder.path().join("covered"), &pdf[..covered]).unwrap();
    std::fs::write(folder.path().join("signer.pem"), parties.guarantor.certificate.to_pem().unwrap()).unwrap();
    std::fs::write(folder.path().join("value.b64"), evidence["signature"].as_str().unwrap()).unwrap();
    let (decoded, text) = run(folder.path(), "openssl", &["base64", "-d", "-A", "-in", "value.b64", "-out", "value"]);
    assert!(decoded, "{text}");
    let verify =
        ["pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-certin", "-inkey", "signer.pem"];
    let (accepted, text) = run(folder.path(), "openssl", &[&verify[..], &["-in", "covered", "-sigfile", "value"]].concat());
    assert!(accepted, "{text}");
}
