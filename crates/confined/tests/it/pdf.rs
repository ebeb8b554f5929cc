use crate::samples::{LOT, letter, numbering};
use crate::tools::{check, packed};
use documents::typesetting::TypesetError;

fn text(pdf: &[u8]) -> String {
    packed(&check("pdftotext", &["FILE", "-"], pdf))
}

#[test]
fn a_letter_says_what_its_terms_say() {
    let text = text(&letter(LOT, true).unwrap().pdf);
    for part in
        [LOT, "天山北麓建设工程有限公司", "30,000.00", "人民币叁万元整", "2027年3月1日", "BH430000000000000007", "不可撤销", "不可转让"]
    {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
    assert!(!text.contains("预览"));
}

#[test]
fn a_letter_is_pdf_a_3b_with_its_data_attached_and_fonts_embedded() {
    let pdf = letter(LOT, true).unwrap().pdf;
    let checked = check("qpdf", &["--check", "FILE"], &pdf);
    assert!(checked.contains("No syntax or stream encoding errors"), "{checked}");
    assert!(check("pdfdetach", &["-list", "FILE"], &pdf).contains("kaihan.json"));
    let fonts = check("pdffonts", &["FILE"], &pdf);
    assert!(fonts.lines().skip(2).all(|line| line.contains("yes yes yes")), "{fonts}");
    let information = check("pdfinfo", &["-meta", "FILE"], &pdf);
    assert!(information.contains("<pdfaid:part>3") && information.contains("<pdfaid:conformance>B"), "{information}");
    assert_eq!(check("pdfimages", &["-list", "FILE"], &pdf).lines().count(), 2, "a page has a picture in it");
}

#[test]
fn the_number_and_code_stand_in_the_clear_for_the_verification_page() {
    let pdf = letter(LOT, true).unwrap().pdf;
    let needle = numbering().check_code.to_string();
    assert!(pdf.windows(needle.len()).any(|part| part == needle.as_bytes()));
}

#[test]
fn the_same_letter_has_the_same_bytes() {
    let (first, second) = (letter(LOT, true).unwrap(), letter(LOT, true).unwrap());
    assert!(first == second);
}

/// The digests were made on another machine than yours; only a change of wording, layout, fonts or typst may change them.
#[test]
fn the_same_letter_has_the_same_bytes_on_every_machine() {
    let pages = letter(LOT, true).unwrap();
    let found = format!("PDF {}\nOFD {}\n", gm::digest::sm3_hex(&pages.pdf), gm::digest::sm3_hex(&pages.ofd.write().unwrap()));
    expect_test::expect_file![crate::samples::root().join("docs/reference/letter-digests.txt")].assert_eq(&found);
}

#[test]
fn a_preview_is_watermarked() {
    let text = text(&letter(LOT, false).unwrap().pdf);
    assert!(text.contains("预览") && text.contains("出函后生成"), "{text}");
}

#[test]
fn program_text_in_a_name_is_only_text() {
    let hostile = r##"#eval("1") #read("/etc/passwd") *粗* $x^2$ #import "a" <b> @c // {amount} 标段"##;
    let text = text(&letter(hostile, true).unwrap().pdf);
    assert!(text.contains(&packed(hostile)), "{text}");
}

#[test]
fn a_character_without_a_glyph_is_named_not_left_blank() {
    let refused = letter("标段\u{1f9ff}", true);
    assert_eq!(refused, Err(TypesetError::GlyphMissing { character: "\u{1f9ff}".into(), code: 0x1f9ff }));
    let text = text(&letter("㛃䶮堃喆𬭎標段", true).unwrap().pdf);
    assert!(text.contains("㛃䶮堃喆𬭎標段"), "{text}");
}

/// Names hold characters of every extension; what the faces cover is printed as text in both formats.
#[test]
fn names_of_the_extensions_are_printed_p3() {
    let name = "\u{20000}\u{2a6d6}\u{2a700}\u{2b740}\u{2b820}\u{2ceb0}\u{2ebe0}\u{30000}路";
    let printed = text(&letter(name, true).unwrap().pdf);
    assert!(printed.contains(name), "{printed}");
}
