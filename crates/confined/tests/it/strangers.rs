//! PDFs that are unusual without being wrong, and what is said of those that cannot be looked at.

use crate::parties::Parties;
use crate::samples::{LOT, letter};
use crate::tools::run;
use documents::pdf::EVIDENCE;
use documents::verify::{Flaw, verify};
use lopdf::{Document, Object};

/// 31: the library opens a file with the empty password by itself and takes the key away; with any other it is told for what it is.
#[test]
fn thirty_one_a_pdf_that_asks_for_a_password_is_refused_for_just_that() {
    let parties = Parties::new();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.pdf"), parties.letter_pdf(&letter(LOT, true).unwrap())).unwrap();
    for bits in ["128", "256"] {
        let aes: &[&str] = if bits == "128" { &["--use-aes=y"] } else { &[] };
        let arguments = [&["--encrypt", "user", "owner", bits], aes, &["--", "letter.pdf", "locked.pdf"]].concat();
        let (ran, text) = run(folder.path(), "qpdf", &arguments);
        assert!(ran, "{text}");
        let report = verify(&std::fs::read(folder.path().join("locked.pdf")).unwrap(), &parties.trust(), parties.now + 60);
        assert_eq!(report.flaws, [Flaw::PdfEncrypted], "{bits}: {report:#?}");
    }
}

/// 25: who breaks long lines, or parts bytes by blanks, writes right PDF.
#[test]
fn a_value_with_line_breaks_and_blanks_is_the_same_value_25() {
    let parties = Parties::new();
    let pdf = parties.letter_pdf(&letter(LOT, true).unwrap());
    let start = pdf.windows(10).rposition(|part| part == b"/Contents<").unwrap() + 10;
    let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    for (every, between) in [(64, "\n"), (76, "\r\n"), (2, " "), (101, "\t\x0c")] {
        let digits = String::from_utf8(pdf[start..end].to_vec()).unwrap();
        let parted: Vec<&str> = digits.as_bytes().chunks(every).map(|part| std::str::from_utf8(part).unwrap()).collect();
        let written = parted.join(between);
        // What is wider leaves out padding.
        let room = digits.len();
        assert!(written.len() > room && written[room..].chars().all(|c| c == '0' || c.is_whitespace()), "{every}");
        let mut taken = written[..room].to_owned();
        if taken.chars().filter(char::is_ascii_hexdigit).count() % 2 == 1 {
            taken.replace_range(room - 1.., if taken.ends_with('0') { " " } else { "0" });
        }
        let bytes = [&pdf[..start], taken.as_bytes(), &pdf[end..]].concat();
        let report = verify(&bytes, &parties.trust(), parties.now + 60);
        assert!(report.accepted, "{every}: {:?}", report.reasons().collect::<Vec<_>>());
    }
}

/// N4: what PDF/A-3 asks of attachments.
#[test]
fn n4_the_evidence_in_a_letter_has_a_description_and_a_date() {
    let parties = Parties::new();
    let document = Document::load_mem(&parties.letter_pdf(&letter(LOT, true).unwrap())).unwrap();
    let is_evidence = |object: &&Object| {
        object.as_dict().is_ok_and(|entries| entries.get(b"UF").and_then(Object::as_str).is_ok_and(|name| name == EVIDENCE.as_bytes()))
    };
    let specification = document.objects.values().find(is_evidence).unwrap().as_dict().unwrap();
    assert!(specification.get(b"Desc").and_then(Object::as_str).is_ok_and(|text| !text.is_empty()));
    let file = specification.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap().as_reference().unwrap();
    let parameters = document.get_object(file).unwrap().as_stream().unwrap().dict.get(b"Params").unwrap().as_dict().unwrap();
    assert!(parameters.get(b"ModDate").and_then(Object::as_str).is_ok_and(|date| date.starts_with(b"D:2026")), "{parameters:?}");
}
