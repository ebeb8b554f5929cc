//! OFDs of others: by the crate `ofdrw` in its modes, sealed and signed by itself; and by a writer in Python with an SM2 of its own.

use super::{Good, accepted, listed, write_down};
use crate::parties::{DAY, Parties};
use crate::samples::{LOT, letter, root};
use crate::tools::run;
use documents::verify::{DocumentTrust, Note, verify};
use gm::SecretKey;
use gm::certificate::{Authority, Certificate, Purpose, Subject, Trust};
use ofdrw::{OfdDocument, OfdError, SesSealSpec};

const SECOND: [[u8; 32]; 2] = [[7; 32], [9; 32]];
const NAME: &str = "江南农商银行股份有限公司";
const CODE: &str = "91320500MA1MABCD31";

type Compose = fn(&mut OfdDocument) -> Result<(), OfdError>;

/// What is put on a page of `ofdrw` before it is sealed.
const MODES: [(&str, Compose); 12] = [
    ("text", |_| Ok(())),
    ("two pages", |document| document.add_text_page("Second page", 210.0, 297.0)),
    ("a page without content", |document| document.add_blank_page(148.0, 210.0)),
    ("Chinese text", |document| document.add_text_object(0, "履约保函", [20.0, 60.0, 80.0, 10.0], 6.0, None).map(drop)),
    ("watermark", |document| document.add_text_watermark(0, "副本", [40.0, 120.0, 100.0, 20.0], 12.0).map(drop)),
    ("highlight", |document| document.add_highlight_annotation(0, [20.0, 20.0, 60.0, 8.0], [255, 255, 0], 90).map(drop)),
    ("link to an address", |document| document.add_uri_link_annotation(0, "https://bank.example/", [20.0, 80.0, 60.0, 8.0]).map(drop)),
    ("attached text", |document| document.add_attachment("terms.txt", b"terms")),
    ("attached XML with a document type", |document| document.add_attachment("order.xml", b"<!DOCTYPE a><a><URI/></a>")),
    ("keyword", |document| document.add_document_keyword(0, "performance")),
    ("outline", |document| document.add_outline(0, "正文", None, None, true).map(drop)),
    ("custom tag", |document| document.add_custom_tag_to_document(0, "x", Some("urn:x"), None, b"<x/>").map(drop)),
];

/// An OFD that `ofdrw` wrote, sealed and signed, with a seal of this version that it made.
fn by_ofdrw(parties: &Parties, compose: Compose, version: u8, drawn: bool) -> Result<Vec<u8>, OfdError> {
    let (now, second) = (parties.now, u64::try_from(parties.now).unwrap());
    let issue = |authority: &Authority, scalar: [u8; 32], name: &str| {
        let key = SecretKey::from_bytes(&scalar).unwrap();
        let subject = Subject { name: name.into(), code: CODE.into() };
        authority.issue(&subject, &key.public_key(), Purpose::Sign, (now - DAY, now + 365 * DAY), &parties.entropy).unwrap()
    };
    let [signer_key, maker_key] = SECOND;
    let signer = issue(&parties.root, signer_key, NAME);
    let maker = issue(&parties.maker_root, maker_key, "制章中心");
    let specification = SesSealSpec {
        version,
        vendor_id: "ofdrw".into(),
        seal_id: CODE.into(),
        name: NAME.into(),
        seal_type: 1,
        authorized_signer_certificates: vec![signer.der().to_vec()],
        created_at: second,
        valid_from: second - 60,
        valid_until: second + 86_400,
        picture_type: "ofd".into(),
        picture_width_mm: 40,
        picture_height_mm: 40,
    };
    let picture = letter(LOT, true).unwrap().ofd.write().unwrap();
    let seal = ofdrw::create_ses_seal(&maker_key, maker.der(), &picture, &specification)?;
    let mut document = OfdDocument::new();
    document.add_text_page("Tender guarantee of another institution", 210.0, 297.0)?;
    compose(&mut document)?;
    let when = "2026-11-21 02:00:00";
    if drawn {
        document.add_ses_signature_with_stamp(&signer_key, signer.der(), &seal, when, 0, [120.0, 200.0, 40.0, 40.0])?;
    } else {
        document.add_ses_signature(&signer_key, signer.der(), &seal, when)?;
    }
    document.to_bytes()
}

/// K9 apart, nothing that others rightly make is refused: E9 to E19, E26, E27, N3.
#[test]
fn ofds_of_other_producers_are_accepted() {
    let parties = Parties::new();
    let mut files = Vec::new();
    for (setting, compose) in MODES {
        let bytes = by_ofdrw(&parties, compose, 4, true).unwrap_or_else(|error| panic!("{setting}: {error}"));
        files.push(Good { producer: "ofdrw 0.5.0".into(), setting: setting.into(), bytes, signatures: 1 });
    }
    for (setting, version, drawn) in [("a seal that is drawn nowhere", 4, false), ("a seal that is numbered 5", 5, true)] {
        let bytes = by_ofdrw(&parties, |_| Ok(()), version, drawn).unwrap_or_else(|error| panic!("{setting}: {error}"));
        files.push(Good { producer: "ofdrw 0.5.0".into(), setting: setting.into(), bytes, signatures: 1 });
    }
    accepted(&files, &parties.trust(), parties.now + 60);

    let folder = tempfile::tempdir().unwrap();
    let script = root().join("e2e/python/ofd.py").display().to_string();
    let (ran, text) = run(folder.path(), "python3", &[&script, ".", &parties.now.to_string()]);
    assert!(ran, "{text}");
    let anchors = |name: &str| {
        let pem = std::fs::read_to_string(folder.path().join(name)).unwrap();
        Trust::new(Certificate::from_pem(&pem).unwrap(), Vec::new())
    };
    let trust = DocumentTrust { signers: anchors("root.pem"), makers: anchors("maker.pem"), ..DocumentTrust::default() };
    let theirs = listed(folder.path(), "files.tsv");
    accepted(&theirs, &trust, parties.now + 60);

    // What is old, or without a seal, is told (E18).
    let told = |setting: &str| {
        let good = theirs.iter().find(|good| good.setting == setting).unwrap();
        let report = verify(&good.bytes, &trust, parties.now + 60);
        report.notes.into_iter().chain(report.signatures.into_iter().flat_map(|signature| signature.notes)).collect::<Vec<_>>()
    };
    assert_eq!(told("GM/T 0031-2014 in the namespace before 2016"), [Note::OldNamespace, Note::OldSeal]);
    assert_eq!(told("without seal, digest inside"), [Note::WithoutSeal]);
    assert_eq!(told("one page, one seal"), []);

    // Each with one of its files changed is refused; the list of signatures alone is covered by none.
    for (index, good) in theirs.iter().enumerate() {
        let mut entries = documents::package::read(&good.bytes).unwrap();
        entries.retain(|(path, bytes)| !path.ends_with("Signatures.xml") && !bytes.is_empty());
        let changed = index % entries.len();
        *entries[changed].1.last_mut().unwrap() ^= 1;
        let whole = documents::package::read(&good.bytes).unwrap().into_iter();
        let whole = whole.map(|entry| entries.iter().find(|(path, _)| *path == entry.0).cloned().unwrap_or(entry));
        let bytes = documents::package::write_all(&whole.collect::<Vec<_>>()).unwrap();
        assert!(!verify(&bytes, &trust, parties.now + 60).accepted, "{}: {} changed", good.setting, entries[changed].0);
    }
    files.extend(theirs);
    assert!(files.len() >= 80, "{} files", files.len());
    write_down("OFD", &files);
}
