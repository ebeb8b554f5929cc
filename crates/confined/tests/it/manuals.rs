//! Manuals on paper: what letters are, with the pictures that journeys have taken.

use crate::samples::{now, typeset};
use crate::tools::{check, packed};
use documents::manual::MANUALS;

/// Largest manual, in bytes.
const SIZE_MAX: usize = 4 << 20;

#[test]
fn every_manual_is_pdf_a_3b_with_its_headings_and_its_pictures() {
    for manual in &MANUALS {
        let pages = typeset(&manual.sheet("https://kaihan.example", now().date()).unwrap()).unwrap();
        let pdf = &pages.pdf;
        assert!(check("qpdf", &["--check", "FILE"], pdf).contains("No syntax or stream encoding errors"));
        let information = check("pdfinfo", &["-meta", "FILE"], pdf);
        assert!(information.contains("<pdfaid:part>3") && information.contains("<pdfaid:conformance>B"), "{information}");
        let text = packed(&check("pdftotext", &["FILE", "-"], pdf));
        let headings = manual.text.lines().filter_map(|line| line.strip_prefix("## "));
        for words in headings.chain([manual.title, manual.about]) {
            assert!(text.contains(&packed(words)), "{}: {words} is missing", manual.name);
        }
        let listed = check("pdfimages", &["-list", "FILE"], pdf);
        let pictures = listed.lines().filter(|line| line.split_whitespace().nth(2) == Some("image")).count();
        assert_eq!(pictures, manual.text.matches("](pictures/").count(), "{}: {listed}", manual.name);
        assert!(pdf.len() <= SIZE_MAX, "{}: {} bytes", manual.name, pdf.len());
    }
}
