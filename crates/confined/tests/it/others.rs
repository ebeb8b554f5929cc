//! Files of ours judged by other implementations, and files of other implementations judged by us.

use crate::parties::{DAY, Parties};
use crate::samples::{BID, LOT, letter, letter_in, root, wordings};
use crate::tools::run;
use documents::verify::{DocumentTrust, Flaw, verify};
use gm::SecretKey;
use gm::certificate::{Authority, Certificate, Purpose, Subject, Trust};
use ofdrw::{OfdDocument, SesSealSpec};
use std::path::Path;

/// Runs one of the scripts in `e2e/python` with the packages that `cargo xtask test` installs.
fn python(script: &str, folder: &Path, arguments: &[&str]) -> String {
    let program = root().join(".kaihan/python/bin/python");
    let script = root().join("e2e/python").join(script).display().to_string();
    let (accepted, text) = run(folder, &program.display().to_string(), &[&[script.as_str()], arguments].concat());
    assert!(accepted, "{text}");
    text
}

#[test]
fn pyhanko_trusts_our_letter_over_the_whole_file_and_its_time_stamp() {
    let parties = Parties::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.pdf"), parties.letter_pdf(&letter(LOT, true).unwrap())).unwrap();
    std::fs::write(folder.path().join("anchor.pem"), parties.ordinary_root.certificate().to_pem().unwrap()).unwrap();
    let text = python("judge.py", folder.path(), &["letter.pdf", &(parties.now + 60).to_string(), "anchor.pem"]);
    let found: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
    for key in ["intact", "valid", "trusted", "stamped", "acceptable"] {
        assert_eq!(found[key], true, "{key}: {text}");
    }
    assert_eq!(found["coverage"], "ENTIRE_FILE", "{text}");
}

#[test]
fn pdfbox_finds_nothing_in_the_signed_letter_that_pdf_a_3_does_not_allow() {
    /// What PDF/A-3 allows beyond PDF/A-1: attached files, newer colour profiles; and that it calls itself part 3.
    const NEWER: [&str; 4] = [
        "1.2.9 Body Syntax error, EmbeddedFile entry is present in a FileSpecification dictionary",
        "1.4.7 Trailer Syntax error, EmbeddedFile entry is present in the Names dictionary",
        "2.1.6 Invalid graphics object, Invalid version of the ICCProfile",
        "7.11.2 Error on MetaData, part must be 1",
    ];
    let jars = ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "jaxb-api", "javax.activation"];
    let path = jars.map(|jar| format!("/usr/share/java/{jar}.jar")).join(":");
    let program = root().join("e2e/java/Preflight.java").display().to_string();
    let parties = Parties::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.pdf"), parties.letter_pdf(&letter(LOT, true).unwrap())).unwrap();
    let (ran, text) = run(folder.path(), "java", &["-cp", &path, &program, "letter.pdf"]);
    let findings: Vec<&str> = text.lines().filter(|line| !NEWER.contains(line)).collect();
    assert!(ran && text.contains(NEWER[3]) && findings.is_empty(), "{findings:#?}");
}

#[test]
fn the_values_of_a_letter_are_what_its_schema_says() {
    let folder = tempfile::tempdir().unwrap();
    let values = letter_in(BID, LOT, true).values(wordings().get(BID).unwrap());
    std::fs::write(folder.path().join("values.json"), serde_json::to_string(&values).unwrap()).unwrap();
    let schema = root().join("wordings/schema").join(format!("{}.json", wordings().get(BID).unwrap().metadata.schema));
    let text = python("schema.py", folder.path(), &[&schema.display().to_string(), "values.json"]);
    assert_eq!(text.trim(), "", "{text}");
}

/// PDFs drawn by reportlab and signed by pyHanko under RSA and ECDSA keys of an authority of their own.
#[test]
fn files_of_another_institution_are_judged_by_the_same_rules() {
    let folder = tempfile::tempdir().unwrap();
    let now = Parties::new().now;
    python("foreign.py", folder.path(), &[".", &now.to_string()]);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let anchor = Certificate::from_pem(&String::from_utf8(read("anchor.pem")).unwrap()).unwrap();
    let anchors = Trust::new(anchor, Vec::new());
    let trust = DocumentTrust { signers: anchors.clone(), stamps: anchors, ..DocumentTrust::default() };
    for (name, signatures) in [
        ("rsa.pdf", 1),
        ("rsa-sha512.pdf", 1),
        ("p256.pdf", 1),
        ("p384.pdf", 1),
        ("pkcs7.pdf", 1),
        ("without-stamp.pdf", 1),
        ("twice.pdf", 2),
        // PSS with the longest salt (E8), two time stamps over one value (E34).
        ("long-salt.pdf", 1),
        ("two-stamps.pdf", 1),
        ("two-stamp-attributes.pdf", 1),
    ] {
        let report = verify(&read(name), &trust, now + 60);
        assert!(report.accepted && report.signatures.len() == signatures, "{name}: {report:#?}");
        let signature = &report.signatures[0];
        assert_eq!((signature.signer.as_str(), signature.code.as_deref()), ("江南农商银行股份有限公司", Some("91320500MA1MABCD31")));
        assert_eq!(signature.stamped_at.is_some(), name != "without-stamp.pdf", "{name}");
        // The key says which curve it was (E20).
        assert!(name != "p384.pdf" || signature.algorithm == "ECDSA P-384/SHA-384", "{signature:?}");
    }
    for (name, reason) in [
        ("bad-sha1.pdf", Flaw::DigestMethodRefused),
        ("bad-unsigned.pdf", Flaw::NotSigned),
        ("bad-expired.pdf", Flaw::CertificateExpired),
        ("bad-own-root.pdf", Flaw::CertificateUntrusted),
        ("bad-rewritten.pdf", Flaw::NotWholeFile),
        ("bad-updated.pdf", Flaw::NotWholeFile),
        ("bad-second-stamp.pdf", Flaw::TimeStampWrong),
        // What is weak or not supported is called that (E20, E33).
        ("bad-stamp-sha1.pdf", Flaw::TimeStampWeak),
        ("bad-stamp-sha1-imprint.pdf", Flaw::TimeStampWeak),
        ("bad-second-stamp-sha1.pdf", Flaw::TimeStampWeak),
        ("bad-rsa1024.pdf", Flaw::AlgorithmRefused),
        ("bad-p521.pdf", Flaw::AlgorithmRefused),
        ("bad-p256-sha512.pdf", Flaw::AlgorithmRefused),
    ] {
        let report = verify(&read(name), &trust, now + 60);
        assert!(!report.accepted && report.reasons().any(|found| found == reason), "{name}: {report:#?}");
        let accuses = report.reasons().any(|found| matches!(found, Flaw::SignatureWrong | Flaw::ContentAltered));
        assert!(!accuses, "{name}: {report:#?}");
    }
}

#[test]
fn thirty_two_a_time_stamp_counts_whose_authority_has_the_purpose_and_no_key_usage() {
    let folder = tempfile::tempdir().unwrap();
    let now = Parties::new().now;
    python("foreign.py", folder.path(), &[".", &now.to_string()]);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let anchor = Certificate::from_pem(&String::from_utf8(read("anchor.pem")).unwrap()).unwrap();
    let trust = Trust::new(anchor, Vec::new());
    let trust = DocumentTrust { signers: trust.clone(), stamps: trust, ..DocumentTrust::default() };
    let report = verify(&read("stamp-without-usage.pdf"), &trust, now + 60);
    assert!(report.accepted && report.signatures[0].stamped_at == Some(now), "{report:#?}");
}

/// An OFD that ofdrw wrote, sealed and signed, with a seal that ofdrw made.
#[test]
fn an_ofd_that_another_implementation_wrote_and_sealed_is_judged_by_the_same_rules() {
    let parties = Parties::new();
    let (now, second) = (parties.now, u64::try_from(parties.now).unwrap());
    let issue = |authority: &Authority, scalar: [u8; 32], name: &str| {
        let key = SecretKey::from_bytes(&scalar).unwrap();
        let subject = Subject { name: name.into(), code: "91320500MA1MABCD31".into() };
        authority.issue(&subject, &key.public_key(), Purpose::Sign, (now - DAY, now + 365 * DAY), &parties.entropy).unwrap()
    };
    let (signer_key, maker_key) = ([7; 32], [9; 32]);
    let signer = issue(&parties.root, signer_key, "江南农商银行股份有限公司");
    let maker = issue(&parties.maker_root, maker_key, "制章中心");
    let picture = letter(LOT, true).unwrap().ofd.write().unwrap();
    let specification = SesSealSpec {
        version: 4,
        vendor_id: "ofdrw".into(),
        seal_id: "91320500MA1MABCD31".into(),
        name: "江南农商银行股份有限公司".into(),
        seal_type: 1,
        authorized_signer_certificates: vec![signer.der().to_vec()],
        created_at: second,
        valid_from: second - 60,
        valid_until: second + 86_400,
        picture_type: "ofd".into(),
        picture_width_mm: 40,
        picture_height_mm: 40,
    };
    let seal = ofdrw::create_ses_seal(&maker_key, maker.der(), &picture, &specification).unwrap();
    let mut document = OfdDocument::new();
    document.add_text_page("Tender guarantee of another institution", 210.0, 297.0).unwrap();
    document.add_ses_signature_with_stamp(&signer_key, signer.der(), &seal, "2026-11-21 02:00:00", 0, [120.0, 200.0, 40.0, 40.0]).unwrap();
    let bytes = document.to_bytes().unwrap();
    let report = verify(&bytes, &parties.trust(), now + 60);
    assert!(report.accepted && report.signatures.len() == 1, "{report:#?}");
    assert_eq!(report.signatures[0].code.as_deref(), Some("91320500MA1MABCD31"));
    let mut added = documents::package::read(&bytes).unwrap();
    added.push(("Doc_0/more.xml".into(), b"<more/>".to_vec()));
    let report = verify(&documents::package::write_all(&added).unwrap(), &parties.trust(), now + 60);
    assert!(report.reasons().any(|reason| reason == Flaw::EntryNotCovered), "{report:#?}");
}
