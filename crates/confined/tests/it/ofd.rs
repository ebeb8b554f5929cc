use crate::samples::{LOT, agreement, letter, typeset, wordings};
use documents::package;
use ofd_core::{OfdPackage, OfdReader};
use std::io::Cursor;

#[test]
fn another_reader_finds_nothing_wrong_with_a_letter() {
    let ofd = letter(LOT, true).unwrap().ofd.write().unwrap();
    let mut reader = OfdReader::new(OfdPackage::new(Cursor::new(ofd.as_slice())).unwrap()).unwrap();
    let report = ofd_core::verify::check_reader(&mut reader);
    assert!(report.conforms(), "{:?}", report.problems);
    let problems = ofdrw::OfdDocument::from_bytes(&ofd).unwrap().validate_references().unwrap();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_letter_has_real_text_embedded_fonts_its_data_and_no_pictures() {
    let ofd = letter(LOT, true).unwrap().ofd.write().unwrap();
    let entries = package::read(&ofd).unwrap();
    let names: Vec<&str> = entries.iter().map(|(path, _)| path.as_str()).collect();
    assert!(names.contains(&"Doc_0/Attachs/kaihan.json") && names.iter().any(|name| name.ends_with(".ttf")), "{names:?}");
    assert!(!names.iter().any(|name| name.ends_with(".png") || name.ends_with(".jpg")), "{names:?}");
    let pages: String = entries
        .iter()
        .filter(|(path, _)| path.ends_with("Content.xml"))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
        .collect();
    let document = ofdrw::OfdDocument::from_bytes(&ofd).unwrap();
    let text = document.all_text().unwrap().concat().concat();
    assert!(crate::tools::packed(&text).contains(LOT), "the lot's name cannot be searched: {text}");
    assert!(!pages.contains("ImageObject"));
}

#[test]
fn what_an_applicant_seals_is_the_same_whether_the_seals_are_drawn_on_the_pdf_or_not() {
    let wordings = wordings();
    let laid = |signed| typeset(&agreement(signed).sheet(wordings.get("agreement/1").unwrap()).unwrap()).unwrap();
    let (shown, issued) = (laid(false), laid(true));
    assert_eq!(shown.ofd, issued.ofd, "one layout makes both formats at issue");
    assert_eq!(shown.stamps, issued.stamps);
    assert_ne!(shown.pdf, issued.pdf, "the seals are drawn");
}
