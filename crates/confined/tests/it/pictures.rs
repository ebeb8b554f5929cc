//! The same page twice: poppler draws the PDF, ofd-core the OFD. At 254 dots an inch a dot is a tenth of a millimetre.

use crate::samples::{BID, LOT, agreement, letter_in, typeset, wordings};
use crate::tools::run;
use documents::typesetting::{Pages, Sheet};
use ofd_core::render::RenderOptions;
use ofd_core::{OfdPackage, OfdReader};
use std::io::Cursor;

const RESOLUTION: f64 = 254.0;
/// Two tenths of a millimetre.
const NEAR: usize = 2;
/// Darker than this is ink.
const INK: u8 = 190;

struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

/// A line of text or a rule: rows from and to, columns from and to.
type Band = [usize; 4];

impl Picture {
    fn ink(&self, x: usize, y: usize) -> bool {
        self.grey[y * self.width + x] < INK
    }

    /// Runs of rows that have ink.
    fn bands(&self) -> Vec<Band> {
        let mut bands: Vec<Band> = Vec::new();
        let mut open = false;
        for y in 0..self.height {
            let columns: Vec<usize> = (0..self.width).filter(|x| self.ink(*x, y)).collect();
            if let (Some(first), Some(last)) = (columns.first(), columns.last()) {
                match bands.last_mut().filter(|_| open) {
                    Some(band) => *band = [band[0], y, band[2].min(*first), band[3].max(*last)],
                    None => bands.push([y, y, *first, *last]),
                }
            }
            open = !columns.is_empty();
        }
        bands
    }

    /// Without the seals, which a reader of the OFD draws from their structure.
    fn without_stamps(mut self, pages: &Pages, page: usize) -> Self {
        for stamp in pages.stamps.iter().filter(|stamp| stamp.page == page) {
            let at = |micrometres: i64| usize::try_from(micrometres / 100).unwrap();
            for y in at(stamp.y)..=at(stamp.y + stamp.height) + 1 {
                for x in at(stamp.x)..=at(stamp.x + stamp.width) + 1 {
                    self.grey[y * self.width + x] = u8::MAX;
                }
            }
        }
        self
    }
}

/// A page of the PDF, by poppler: a binary grey map with three words before the pixels.
fn of_pdf(pdf: &[u8], page: usize) -> Picture {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file.pdf"), pdf).unwrap();
    let number = (page + 1).to_string();
    let (drawn, text) =
        run(folder.path(), "pdftoppm", &["-r", "254", "-gray", "-f", &number, "-l", &number, "-singlefile", "file.pdf", "page"]);
    assert!(drawn, "{text}");
    let map = std::fs::read(folder.path().join("page.pgm")).unwrap();
    let mut words = map.splitn(4, |byte| byte.is_ascii_whitespace());
    assert_eq!(words.next(), Some(&b"P5"[..]));
    let mut number = || std::str::from_utf8(words.next().unwrap()).unwrap().parse::<usize>().unwrap();
    let (width, height) = (number(), number());
    let grey = map[map.len() - width * height..].to_vec();
    Picture { width, height, grey }
}

fn of_ofd(ofd: &[u8], page: usize) -> Picture {
    let mut reader = OfdReader::new(OfdPackage::new(Cursor::new(ofd)).unwrap()).unwrap();
    let body = reader.ofd().doc_bodies[0].clone();
    let document = reader.load_document(&body).unwrap();
    let options = RenderOptions::with_dpi(RESOLUTION).background(Some([255; 4]));
    let picture = reader.render_page_to_image(&document, page, &options).unwrap();
    let (width, height) = (usize::try_from(picture.width()).unwrap(), usize::try_from(picture.height()).unwrap());
    let grey = picture.into_raw().chunks(4).map(|dot| dot[1]).collect();
    Picture { width, height, grey }
}

fn assert_same_lines(sheet: &Sheet, page_count: usize) {
    let pages = typeset(sheet).unwrap();
    for page in 0..page_count {
        let pdf = of_pdf(&pages.pdf, page).without_stamps(&pages, page).bands();
        let ofd = of_ofd(&pages.ofd.write().unwrap(), page).without_stamps(&pages, page).bands();
        assert!(pdf.len() > 3, "an empty page was compared");
        assert_eq!(pdf.len(), ofd.len(), "page {page} of {} has other lines: {pdf:?} {ofd:?}", sheet.title);
        for (one, other) in pdf.iter().zip(&ofd) {
            let near = one.iter().zip(other).all(|(a, b)| a.abs_diff(*b) <= NEAR);
            assert!(near, "page {page} of {}: a line is elsewhere: {one:?} {other:?}", sheet.title);
        }
    }
}

#[test]
fn a_letter_has_the_same_lines_at_the_same_places_in_both_formats() {
    let letter = letter_in(BID, LOT, true);
    assert_same_lines(&letter.sheet(wordings().get(BID).unwrap()).unwrap(), 1);
}

#[test]
fn rare_characters_and_an_agreement_of_several_pages_look_the_same_in_both_formats() {
    let rare = letter_in("wages/1", "㛃䶮堃喆𬭎工程 office ffi 2026年（一标段）", true);
    assert_same_lines(&rare.sheet(wordings().get("wages/1").unwrap()).unwrap(), 1);
    assert_same_lines(&long_agreement(), 2);
    let rarer = letter_in("wages/1", "\u{20000}\u{2a6d6}\u{2a700}\u{2ceb0}\u{2ebe0}\u{30000}工程（一标段）", true);
    assert_same_lines(&rarer.sheet(wordings().get("wages/1").unwrap()).unwrap(), 1);
}

/// An agreement whose clauses a guarantor has added to until they need a second page.
fn long_agreement() -> Sheet {
    let wording = wordings().get("agreement/1").unwrap();
    let mut clauses = wording.clauses.clone();
    clauses.clauses.extend(clauses.clauses.clone());
    agreement(true).sheet(&wording.with_clauses("agreement/long", clauses).unwrap()).unwrap()
}

/// Each of two pages shows its half of both seals at the right edge, and the OFD says so to its readers.
#[test]
fn seals_ride_across_the_pages_of_a_long_agreement() {
    let parties = crate::parties::Parties::new();
    let pages = typeset(&long_agreement()).unwrap();
    let slices: Vec<_> = pages.stamps.iter().filter_map(|stamp| Some((stamp.name.as_str(), stamp.page, stamp.slice?))).collect();
    let expected = [("applicant", 0, (1, 2)), ("guarantor", 0, (1, 2)), ("applicant", 1, (2, 2)), ("guarantor", 1, (2, 2))];
    assert_eq!(slices, expected);
    let ofd = parties.seal_ofd(&pages.ofd.write().unwrap(), &pages, "applicant", &parties.applicant, &parties.applicant_seal);
    let ofd = parties.seal_ofd(&ofd, &pages, "guarantor", &parties.guarantor, &parties.guarantor_seal);
    let document = ofdrw::OfdDocument::from_bytes(&ofd).unwrap();
    let signatures = document.signatures().unwrap();
    assert_eq!(signatures.iter().map(|signature| signature.stamps.len()).collect::<Vec<_>>(), [3, 3]);
    assert_eq!(signatures[0].stamps.iter().filter(|stamp| stamp.clip.is_some()).count(), 2);
    if let Some(folder) = std::env::var_os("KAIHAN_LOOK") {
        let folder = std::path::Path::new(&folder);
        std::fs::write(folder.join("agreement.pdf"), &pages.pdf).unwrap();
        for page in 0..2 {
            std::fs::write(folder.join(format!("agreement-ofd-{page}.png")), document.page_png(page, 60.0).unwrap()).unwrap();
        }
    }
}

/// ofdrw draws the seal from its structure: red where the stamp is, as on the PDF.
#[test]
fn the_seal_that_a_reader_draws_on_the_ofd_is_the_one_on_the_pdf() {
    let parties = crate::parties::Parties::new();
    let letter = letter_in(BID, LOT, true);
    let pages = typeset(&letter.sheet(wordings().get(BID).unwrap()).unwrap()).unwrap();
    let ofd = parties.letter_ofd(&pages);
    let picture = ofdrw::OfdDocument::from_bytes(&ofd).unwrap().page_png(0, 96.0).unwrap();
    if let Some(folder) = std::env::var_os("KAIHAN_LOOK") {
        let folder = std::path::Path::new(&folder);
        std::fs::write(folder.join("sealed-ofd.png"), &picture).unwrap();
        std::fs::write(folder.join("letter.ofd"), &ofd).unwrap();
        std::fs::write(folder.join("letter.pdf"), parties.letter_pdf(&pages)).unwrap();
    }
    assert!(picture.len() > 10_000);
}

#[test]
fn the_code_on_a_letter_leads_to_its_verification_in_both_formats() {
    let mut letter = letter_in(BID, LOT, true);
    let pages = typeset(&letter.sheet(wordings().get(BID).unwrap()).unwrap()).unwrap();
    is_read(&ofdrw::OfdDocument::from_bytes(&pages.ofd.write().unwrap()).unwrap().page_png(0, 150.0).unwrap());
    is_read(&drawn(&pages.pdf));
    // The commitment to a sealed lot is printed beside it.
    letter.commitment = Some("0123456789abcdef".repeat(4));
    is_read(&drawn(&typeset(&letter.sheet(wordings().get(BID).unwrap()).unwrap()).unwrap().pdf));
}

/// The first page of a PDF.
fn drawn(pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.pdf"), pdf).unwrap();
    let (drawn, text) = crate::tools::run(folder.path(), "pdftoppm", &["-r", "150", "-png", "-singlefile", "letter.pdf", "page"]);
    assert!(drawn, "{text}");
    std::fs::read(folder.path().join("page.png")).unwrap()
}

fn is_read(picture: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.png"), picture).unwrap();
    let numbering = crate::samples::numbering();
    let address = format!("https://baohan.example/verify?number={}&code={}", numbering.number, numbering.check_code);
    let (read, text) = crate::tools::run(folder.path(), "zbarimg", &["--raw", "--quiet", "page.png"]);
    assert!(read && text.lines().next() == Some(address.as_str()), "{text}");
}
