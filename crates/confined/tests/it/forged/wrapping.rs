//! PDFs whose bytes, revisions or byte ranges are not what they were when they were signed.

use super::message::hole;
use super::{Corpus, Originals};
use documents::verify::Flaw;

/// The byte range as it is written.
fn range(pdf: &[u8]) -> (usize, usize) {
    let start = pdf.windows(11).rposition(|part| part == b"/ByteRange[").unwrap() + 11;
    (start, start + pdf[start..].iter().position(|byte| *byte == b']').unwrap())
}

fn with_range(pdf: &[u8], numbers: &str) -> Vec<u8> {
    let (start, end) = range(pdf);
    let mut out = pdf.to_vec();
    let written = format!("{numbers:<width$}", width = end - start);
    assert_eq!(written.len(), end - start, "{numbers} is too long");
    out[start..end].copy_from_slice(written.as_bytes());
    out
}

fn replaced(pdf: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = pdf.windows(from.len()).rposition(|part| part == from).unwrap_or_else(|| panic!("no {}", String::from_utf8_lossy(from)));
    let mut out = pdf.to_vec();
    out[at..at + to.len()].copy_from_slice(to);
    out
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let pdf = originals.pdf.as_slice();
    let place = hole(pdf);
    let (first, second, length) = (place.start - 1, place.end + 1, pdf.len() - place.end - 1);
    let mut add = |name: &str, reason: Flaw, bytes: Vec<u8>| corpus.add(format!("PDF bytes: {name}"), reason, bytes);
    add("a line of text appended", Flaw::TrailingBytes, [pdf, b"x\n"].concat());
    add("two line breaks appended", Flaw::TrailingBytes, [pdf, b"\n\n"].concat());
    add("zeros appended", Flaw::TrailingBytes, [pdf, &[0; 16]].concat());
    add("an archive appended", Flaw::TrailingBytes, [pdf, originals.ofd.as_slice()].concat());
    add("a page of markup appended", Flaw::TrailingBytes, [pdf, b"<html></html>"].concat());
    add("a second end mark appended", Flaw::NotWholeFile, [pdf, b"\n%%EOF\n"].concat());
    add("a comment and an end mark appended", Flaw::PdfMalformed, [pdf, b"\n% changed\n%%EOF\n"].concat());
    add("another letter appended", Flaw::PdfMalformed, [pdf, &originals.other_pages.pdf].concat());
    add("text in front", Flaw::FormatUnknown, [b"x", pdf].concat());
    add("an archive in front", Flaw::TrailingBytes, [originals.ofd.as_slice(), pdf].concat());
    add("a picture in front", Flaw::FormatUnknown, [b"\x89PNG\r\n\x1a\n", pdf].concat());
    add("a byte in the middle", Flaw::PdfMalformed, [&pdf[..pdf.len() / 2], b"x", &pdf[pdf.len() / 2..]].concat());
    add("a byte taken out of the middle", Flaw::PdfMalformed, [&pdf[..pdf.len() / 2], &pdf[pdf.len() / 2 + 1..]].concat());
    add("the unsigned revision alone", Flaw::NotSigned, originals.pages.pdf.clone());

    let ranges = [
        ("ends before the file does", format!("0 {first} {second} {}", length - 1)),
        ("reaches over the end", format!("0 {first} {second} {}", length + 1)),
        ("leaves more out than the value", format!("0 {} {second} {length}", first - 40)),
        ("leaves more out behind the value", format!("0 {first} {} {}", second + 40, length - 40)),
        ("leaves part of the value in", format!("0 {} {second} {length}", first + 2)),
        ("begins later", format!("9 {} {second} {length}", first - 9)),
        ("has a negative part", format!("0 -{first} {second} {length}")),
        ("overlaps itself", format!("0 {} {} {}", pdf.len(), 0, pdf.len())),
        ("covers nothing", "0 0 0 0".into()),
        ("covers the beginning only", format!("0 {first} {second} 0")),
        ("has three numbers", format!("0 {first} {second}")),
        ("has five numbers", format!("0 {first} {second} 1 1")),
        ("is empty", String::new()),
        ("is behind the end", format!("0 {first} {} 1", pdf.len())),
    ];
    for (name, numbers) in ranges {
        let reason = if name == "has a negative part" { Flaw::SignatureMalformed } else { Flaw::NotWholeFile };
        add(&format!("a byte range that {name}"), reason, with_range(pdf, &numbers));
    }
    let mut blank = pdf.to_vec();
    blank[place.end - 1] = b' ';
    add("a blank inside the value", Flaw::NotWholeFile, blank);
    let mut text = pdf.to_vec();
    text[place.end - 2..place.end].copy_from_slice(b"zz");
    add("letters inside the value", Flaw::PdfMalformed, text);
    let mut closed = pdf.to_vec();
    closed[place.start + 6_000] = b'>';
    add("a value that ends early", Flaw::PdfMalformed, closed);

    add("another filter", Flaw::AlgorithmRefused, replaced(pdf, b"ETSI.CAdES.detached", b"adbe.x509.rsa_sha1 "));
    add("a filter that is none", Flaw::AlgorithmRefused, replaced(pdf, b"ETSI.CAdES.detached", b"ETSI.CAdES.Detached"));
    add("a field that is no signature", Flaw::ContentAltered, replaced(pdf, b"/FT/Sig", b"/FT/Btn"));
    add("a value under another name", Flaw::SignatureAmbiguous, replaced(pdf, b"/V ", b"/W "));
    add("a form under another name", Flaw::NotSigned, replaced(pdf, b"/AcroForm", b"/AcroFarm"));
    add("fields under another name", Flaw::NotSigned, replaced(pdf, b"/Fields", b"/Fjelds"));
    add("a changed date", Flaw::ContentAltered, replaced(pdf, b"/Type/Catalog", b"/Type/Cadalog"));
    add("the national evidence renamed", Flaw::ContentAltered, replaced(pdf, b"sm2-signature.json", b"sm2-signature.jsom"));
    add("the version changed", Flaw::ContentAltered, replaced(pdf, b"%PDF-1.7", b"%PDF-1.6"));
    add("a line feed for a carriage return", Flaw::ContentAltered, {
        let mut bytes = pdf.to_vec();
        bytes[8] = b'\r';
        bytes
    });
}
