//! One function a target. Each gives bytes to a part of the verifier, which must neither panic nor accept what was changed: the seeds
//! are genuine and trusted, so whatever is accepted and is not a seed is a forgery.

use documents::package::{self, Entry};
use documents::verify::{DocumentTrust, verify};
use gm::certificate::{Certificate, Trust};
use seals::cms::SignedData;
use seals::eseal::{ESeal, SealSignature};
use seals::timestamp::TimeStamp;
use std::sync::OnceLock;

/// A genuine letter as OFD, made and sealed by `confined/tests/it/seeds.rs`.
pub const OFD: &[u8] = include_bytes!("../seeds/letter.ofd");
/// The same as PDF.
pub const PDF: &[u8] = include_bytes!("../seeds/letter.pdf");
/// Its seal.
pub const SEAL: &[u8] = include_bytes!("../seeds/seal.esl");
/// Its seal's signature.
pub const SIGNATURE: &[u8] = include_bytes!("../seeds/signature.dat");
/// The signature message of the PDF.
pub const MESSAGE: &[u8] = include_bytes!("../seeds/message.der");
/// Anchors of signers and of seal makers.
const SIGNERS: &str = include_str!("../seeds/signers.pem");
const MAKERS: &str = include_str!("../seeds/makers.pem");
/// An instant at which the seeds are good, UTC seconds.
const NOW: &str = include_str!("../seeds/now");

fn trust() -> &'static (DocumentTrust, i64) {
    static TRUST: OnceLock<(DocumentTrust, i64)> = OnceLock::new();
    TRUST.get_or_init(|| {
        let of = |pem: &str| Trust::new(Certificate::from_pem(pem).expect("the seeds' anchors"), Vec::new());
        let trust = DocumentTrust { signers: of(SIGNERS), makers: of(MAKERS), stamps: of(SIGNERS), people: Trust::default() };
        (trust, NOW.trim().parse().expect("the seeds' instant"))
    })
}

/// A statement as a bank exports it: a credit and a debit.
pub const TABLE: &[u8] = "交易时间,借贷标志,交易金额,余额,对方户名,对方账号,附言,流水号\n2026-11-21 10:00:00,贷,600.60,1600.60,天山北麓建设工程有限公司,6217,KH341268802567,S1\n2026-11-21 11:00:00,借,0.60,1600.00,,,手续费,S2\n".as_bytes();
/// The same as MT940.
pub const MT940: &[u8] = b":20:ST261121\n:25:4301000011112222333\n:60F:C261120CNY1000,00\n:61:2611211121C600,60NTRFNONREF//B77\n:86:?20KH341268802567?32ABC\n:61:261121D0,60NCHGFEE//B78\n:62F:C261121CNY1600,00\n-\n";

/// Whether the verifier accepts a file.
#[must_use]
pub fn accepts(bytes: &[u8]) -> bool {
    let (trust, now) = trust();
    verify(bytes, trust, *now).accepted
}

/// Entries sorted by name: what a package says, however it is packed.
fn content(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut entries = package::read(bytes).ok()?;
    entries.sort();
    Some(entries)
}

/// An OFD package: the archive and everything in it.
pub fn ofd_package(data: &[u8]) {
    assert!(!accepts(data) || content(data) == content(OFD), "a forged package was accepted");
}

/// One XML file of an OFD package; the first byte says which.
pub fn ofd_xml(data: &[u8]) {
    let [which, text @ ..] = data else { return };
    let mut entries = package::read(OFD).expect("the seed");
    let files: Vec<usize> = (0..entries.len()).filter(|index| entries[*index].0.ends_with(".xml")).collect();
    let file = files[usize::from(*which) % files.len()];
    let changed = entries[file].1 != text;
    entries[file].1 = text.to_vec();
    let bytes = package::write_all(&entries).expect("a package");
    // The list of signatures is covered by none; other blanks in it change nothing.
    let list = entries[file].0.ends_with("Signatures.xml");
    assert!(!accepts(&bytes) || !changed || list, "a changed {} was accepted", entries[file].0);
}

/// A PDF.
pub fn pdf(data: &[u8]) {
    assert!(!accepts(data) || data.len() == PDF.len(), "a forged PDF was accepted");
}

/// An electronic seal, and a signature with one.
pub fn seal(data: &[u8]) {
    if let Ok(seal) = ESeal::from_der(data) {
        // Beside what the maker signed, the maker's certificate may differ; whoever trusts it looks at its own signature.
        let same = |genuine: &ESeal| {
            let of =
                |seal: &ESeal| (seal.id.clone(), seal.name.clone(), seal.valid_from, seal.valid_until, seal.picture.clone(), seal.size);
            of(&seal) == of(genuine)
        };
        assert!(seal.verify().is_err() || ESeal::from_der(SEAL).is_ok_and(|genuine| same(&genuine)), "a forged seal verifies");
    }
    if let Ok(signature) = SealSignature::from_der(data) {
        let _ = signature.verify();
    }
}

/// A signature message or a time stamp.
pub fn cms(data: &[u8]) {
    if let Ok(message) = SignedData::from_der(data) {
        assert!(message.verify(&[b"something else"]).is_err(), "a message verifies over something else");
    }
    let _ = TimeStamp::over(b"x", data);
}

/// A stranger's table: whatever it says, rows are counted as they are handed out, and every credit is of something.
pub fn table(data: &[u8]) {
    let (mut rows, mut lines) = (0, 0_u64);
    let read = tables::statement::read(data, &mut |row| {
        rows += 1;
        if let tables::statement::Entry::Credit(credit) = row.entry {
            assert!(credit.amount.fen() > 0, "a credit of nothing");
            assert!(row.net == Some(credit.amount.fen()), "a credit that changes the balance otherwise");
        }
        Ok(())
    });
    if let Ok(summary) = read {
        assert!(summary.rows == rows, "rows are lost");
    }
    let _ = tables::sheet::lines(data, &mut |_| {
        lines += 1;
        Ok(())
    });
    assert!(lines <= tables::ROWS_MAX);
}
