//! Letters as files: checked by poppler and qpdf, not by ourselves.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use documents::{Letter, Numbering, TypesetError, Typesetter};
use domain::guarantee::LetterTerms;
use domain::id::{OrganisationId, RANDOM_BYTES};
use domain::institution::InstitutionKind;
use domain::money::Cny;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::party::{Party, Uscc};
use domain::product::GuaranteeKind;
use domain::time::Timestamp;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn typesetter() -> Typesetter {
    Typesetter::open(&root().join(".kaihan/fonts"), &root().join("wordings")).unwrap()
}

fn letter(lot_name: &str, numbered: bool) -> Letter {
    let now = Timestamp::parse_civil("2026-11-21 10:00").unwrap();
    let terms = LetterTerms {
        kind: GuaranteeKind::Bid,
        wording: "bid/1".into(),
        applicant: Party {
            organisation: OrganisationId::new(now, &[1; RANDOM_BYTES]),
            name: "中建新城建设有限公司".parse().unwrap(),
            uscc: Uscc::complete("91430100111111111").unwrap(),
        },
        guarantor: "江海财产保险股份有限公司".into(),
        guarantor_uscc: Uscc::complete("91430000987654321").unwrap().to_string(),
        form: InstitutionKind::Insurer,
        beneficiary: Some("省交通建设投资集团有限公司".into()),
        lot_number: Some("E4300003901006053003001".into()),
        lot_name: Some(lot_name.into()),
        opens_at: Timestamp::parse_civil("2026-12-01 09:00").unwrap(),
        amount: Cny::parse_yuan("30000").unwrap(),
        expiry: now.date(),
    };
    let numbering = numbered.then(|| Numbering {
        number: GuaranteeNumber::new("430000".parse().unwrap(), 7),
        check_code: CheckCode::new(1 << 70),
        issued_on: now.date(),
    });
    Letter { terms, terms_digest: "ab".repeat(32), numbering, verify_at: "https://baohan.example/verify".into() }
}

/// Runs a checking program on the PDF and gives back what it printed.
fn check(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("letter.pdf");
    std::fs::write(&path, pdf).unwrap();
    let arguments = arguments.iter().map(|argument| if *argument == "FILE" { path.to_str().unwrap() } else { argument });
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|_| panic!("{program} is missing: cargo xtask test installs it"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const LOT: &str = "滨江大道快速化改造工程施工一标段";

#[test]
fn a_letter_says_what_its_terms_say() {
    let pdf = typesetter().letter(&letter(LOT, true)).unwrap().pdf;
    let text: String = check("pdftotext", &["FILE", "-"], &pdf).split_whitespace().collect();
    for part in
        [LOT, "中建新城建设有限公司", "30,000.00", "人民币叁万元整", "2026年11月21日", "BH430000000000000007", "不可撤销", "不可转让"]
    {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
    assert!(!text.contains("预览"));
}

#[test]
fn a_letter_is_pdf_a_3b_with_its_data_attached_and_fonts_embedded() {
    let pdf = typesetter().letter(&letter(LOT, true)).unwrap().pdf;
    let checked = check("qpdf", &["--check", "FILE"], &pdf);
    assert!(checked.contains("No syntax or stream encoding errors"), "{checked}");
    assert!(check("pdfdetach", &["-list", "FILE"], &pdf).contains("kaihan.json"));
    let fonts = check("pdffonts", &["FILE"], &pdf);
    assert!(fonts.lines().skip(2).all(|line| line.contains("yes yes yes")), "{fonts}");
    let information = check("pdfinfo", &["-meta", "FILE"], &pdf);
    assert!(information.contains("<pdfaid:part>3") && information.contains("<pdfaid:conformance>B"), "{information}");
}

#[test]
fn a_letter_of_ordinary_length_fits_one_page() {
    let pdf = typesetter().letter(&letter(LOT, true)).unwrap().pdf;
    assert!(check("pdfinfo", &["FILE"], &pdf).contains("Pages:           1"));
}

#[test]
fn the_number_and_code_stand_in_the_clear_for_the_verification_page() {
    let pdf = typesetter().letter(&letter(LOT, true)).unwrap().pdf;
    let Some(numbering) = letter(LOT, true).numbering else { panic!("numbered") };
    let needle = numbering.check_code.to_string();
    assert!(pdf.windows(needle.len()).any(|part| part == needle.as_bytes()));
}

#[test]
fn the_same_letter_has_the_same_bytes() {
    let bytes = |typesetter: Typesetter| typesetter.letter(&letter(LOT, true)).unwrap().pdf;
    assert!(bytes(typesetter()) == bytes(typesetter()));
}

#[test]
fn a_preview_is_watermarked_and_has_a_picture_of_each_page() {
    let rendered = typesetter().letter(&letter(LOT, false)).unwrap();
    let text = check("pdftotext", &["FILE", "-"], &rendered.pdf);
    assert!(text.contains("预览") && text.contains("出函后生成"), "{text}");
    let pages = check("pdfinfo", &["FILE"], &rendered.pdf);
    assert!(pages.contains(&format!("Pages:           {}", rendered.pages.len())), "{pages}");
}

#[test]
fn program_text_in_a_name_is_only_text() {
    let hostile = r##"#eval("1") #read("/etc/passwd") *粗* $x^2$ #import "a" <b> @c // 标段"##;
    let pdf = typesetter().letter(&letter(hostile, true)).unwrap().pdf;
    let text: String = check("pdftotext", &["FILE", "-"], &pdf).split_whitespace().collect();
    let expected: String = hostile.split_whitespace().collect();
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn a_character_without_a_glyph_is_an_error_not_a_blank() {
    let refused = typesetter().letter(&letter("标段\u{1f9ff}", true));
    assert!(matches!(refused, Err(TypesetError::Failed(_))), "{refused:?}");
    assert!(typesetter().letter(&letter("㛃䶮堃喆𬭎标段", true)).is_ok());
}
