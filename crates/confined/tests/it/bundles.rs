//! Archives of documents, opened by the confined verifier (K4): the documents in them are judged one by one, and an archive that is no good
//! costs nobody but its sender anything.

use crate::parties::Parties;
use crate::samples::{LOT, letter};
use documents::package::{Entry, write_all as write};
use documents::verify::{Budget, Flaw, Origin, Report, Unpacked, Verifier, is_bundle};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::path::Path;

fn verifier() -> Verifier {
    Verifier::new(Path::new(env!("CARGO_BIN_EXE_kaihan-verifier")))
}

fn entry(name: &str, bytes: &[u8]) -> Entry {
    (name.to_owned(), bytes.to_vec())
}

fn files(opened: Unpacked) -> Vec<Entry> {
    match opened {
        Unpacked::Files(files) => files,
        Unpacked::Refused(report) => panic!("{report:#?}"),
    }
}

fn refused(verifier: &Verifier, bytes: &[u8]) -> Report {
    match verifier.unpack(bytes).unwrap() {
        Unpacked::Files(files) => panic!("{:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>()),
        Unpacked::Refused(report) => *report,
    }
}

#[test]
fn k4_each_letter_of_an_archive_is_judged_as_if_it_came_alone() {
    let (parties, verifier) = (Parties::new(), verifier());
    let pages = letter(LOT, true).unwrap();
    let (pdf, ofd) = (parties.letter_pdf(&pages), parties.letter_ofd(&pages));
    let judge = |bytes: &[u8]| verifier.verify_from(Origin::Anyone, Budget::Small, bytes, &parties.trust(), parties.now + 60).unwrap();
    let one = write(&[entry("保函.ofd", &ofd)]).unwrap();
    assert!(is_bundle(&one) && !is_bundle(&ofd) && !is_bundle(&pdf));
    let found = files(verifier.unpack(&one).unwrap());
    assert_eq!(found, [entry("保函.ofd", &ofd)]);
    assert!(judge(&found[0].1).accepted);
    // What lies beside them is left where it is; an altered one is refused by itself.
    let mut altered = pdf.clone();
    altered[1_000] ^= 1;
    let beside = [entry("__MACOSX/._保函.pdf", b"x"), entry("如何核验.txt", b"x"), entry("x/申请.xlsx", b"PK\x03\x04")];
    let all = [&[entry("a/保函.PDF", &pdf), entry("保函.pdf", &altered)], beside.as_slice()].concat();
    let found = files(verifier.unpack(&write(&all).unwrap()).unwrap());
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a/保函.PDF", "保函.pdf"]);
    assert_eq!(found.iter().map(|(_, bytes)| judge(bytes).accepted).collect::<Vec<_>>(), [true, false]);
}

/// An archive of one entry, which says it unpacks to `told` bytes.
fn says(name: &str, packed: &[u8], told: u32, checksum: u32) -> Vec<u8> {
    let numbers =
        |parts: &[(u32, usize)]| parts.iter().flat_map(|(number, size)| number.to_le_bytes()[..*size].to_vec()).collect::<Vec<u8>>();
    let (size, length) = (u32::try_from(packed.len()).unwrap(), u32::try_from(name.len()).unwrap());
    let common = [(20, 2), (0, 2), (8, 2), (0, 4), (checksum, 4), (size, 4), (told, 4), (length, 2), (0, 2)];
    let local = [numbers(&[(0x0403_4b50, 4)]), numbers(&common), name.as_bytes().to_vec(), packed.to_vec()].concat();
    let listed = [numbers(&[(0x0201_4b50, 4), (20, 2)]), numbers(&common), numbers(&[(0, 2), (0, 2), (0, 2), (0, 4), (0, 4)])].concat();
    let directory = [listed, name.as_bytes().to_vec()].concat();
    let (at, long) = (u32::try_from(local.len()).unwrap(), u32::try_from(directory.len()).unwrap());
    let end = numbers(&[(0x0605_4b50, 4), (0, 2), (0, 2), (1, 2), (1, 2), (long, 4), (at, 4), (0, 2)]);
    [local, directory, end].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn k4_an_archive_that_is_no_good_is_told_why_and_costs_only_itself() {
    let (parties, verifier) = (Parties::new(), verifier());
    let pages = letter(LOT, true).unwrap();
    let ofd = parties.letter_ofd(&pages);
    let good = write(&[entry("保函.ofd", &ofd)]).unwrap();
    let zeros = vec![0; 100 << 20];
    let bomb = deflated(&zeros);
    let checksum = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    };
    let many: Vec<Entry> = (0..13).map(|number| entry(&format!("{number}.pdf"), b"%PDF-1.7")).collect();
    let large = vec![0; (20 << 20) + 1];
    let mut hidden = good.clone();
    let at = hidden.len() - 30;
    hidden[at] ^= 1;
    let hostile = [
        ("a bomb that says what it is", says("a.pdf", &bomb, 100 << 20, checksum(&zeros)), Flaw::BundleBomb),
        ("a bomb that says it is small", says("a.pdf", &bomb, 1_000, checksum(&zeros)), Flaw::BundleMalformed),
        ("one that unpacks to what is over the bound", write(&[entry("a.pdf", &large)]).unwrap(), Flaw::BundleBomb),
        ("an archive in an archive", write(&[entry("a.zip", &good)]).unwrap(), Flaw::BundleNested),
        ("a workbook", write(&[entry("xl/workbook.xml", b"<x/>"), entry("[Content_Types].xml", b"<x/>")]).unwrap(), Flaw::BundleEmpty),
        ("nothing", [b"PK\x03\x04".as_slice(), &[0; 40]].concat(), Flaw::BundleMalformed),
        ("more letters than are looked at", write(&many).unwrap(), Flaw::BundleTooMany),
        ("a path that leads out", write(&[entry("../../a.pdf", b"%PDF-1.7")]).unwrap(), Flaw::BundleMalformed),
        ("a name that reads backwards", write(&[entry("a\u{202e}fdp.exe.pdf", b"%PDF-1.7")]).unwrap(), Flaw::BundleMalformed),
        ("two files of one name", write(&[entry("a.pdf", b"1"), entry("A.PDF", b"2")]).unwrap(), Flaw::BundleMalformed),
        ("bytes behind its end", [good.as_slice(), b"x"].concat(), Flaw::BundleMalformed),
        ("a directory that says something else", hidden, Flaw::BundleMalformed),
        ("one that is cut", good[..good.len() / 2].to_vec(), Flaw::BundleMalformed),
    ];
    for (name, bytes, reason) in &hostile {
        let report = refused(&verifier, bytes);
        assert_eq!(report.flaws, [*reason], "{name}");
        assert!(is_bundle(bytes) && !report.accepted && report.digest == gm::digest::sm3_hex(bytes), "{name}");
        // The next one's letter is opened and judged as ever.
        let found = files(verifier.unpack(&good).unwrap());
        let judged = verifier.verify_from(Origin::Anyone, Budget::Small, &found[0].1, &parties.trust(), parties.now + 60).unwrap();
        assert!(judged.accepted, "after {name}");
    }
}

#[test]
fn k4_a_process_that_dies_of_an_archive_or_cannot_be_started_takes_nothing_with_it() {
    let good = write(&[entry("保函.ofd", b"x")]).unwrap();
    assert_eq!(refused(&Verifier::new(Path::new("/bin/false")), &good).flaws, [Flaw::Exhausting]);
    // One that says something else than was asked: nothing of it is believed.
    assert_eq!(refused(&Verifier::new(Path::new("/bin/cat")), &good).flaws, [Flaw::Exhausting]);
    assert!(Verifier::new(Path::new("/nowhere")).unpack(&good).is_err());
    assert_eq!(refused(&verifier(), &vec![0; (20 << 20) + 1]).flaws, [Flaw::TooLarge]);
}
