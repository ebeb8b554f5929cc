//! Pictures for the screen: what they say, where it stands, and how much of a page they are.

#![expect(clippy::float_arithmetic, reason = "places on a page")]

use crate::samples::{BID, LOT, agreement, letter_in, typeset, wordings};
use documents::typesetting::{Pages, Picture, Sheet};

fn drawn(sheet: Sheet) -> Pages {
    let pages = typeset(&Sheet { pictures: true, ..sheet }).unwrap();
    if let Some(folder) = std::env::var_os("KAIHAN_LOOK") {
        let (folder, name) = (
            std::path::Path::new(&folder),
            &gm::digest::sm3_hex(pages.pictures.iter().map(Picture::svg).collect::<String>().as_bytes())[..6],
        );
        std::fs::write(folder.join(format!("{name}.pdf")), &pages.pdf).unwrap();
        for (page, picture) in pages.pictures.iter().enumerate() {
            std::fs::write(folder.join(format!("{name}-{page}.svg")), picture.svg()).unwrap();
        }
    }
    pages
}

fn letter(lot: &str) -> Pages {
    drawn(letter_in(BID, lot, false).sheet(wordings().get(BID).unwrap()).unwrap())
}

/// Each text of a picture: characters, left edge, baseline, and where it is told to end.
fn texts(picture: &str) -> Vec<(String, f64, f64, Option<f64>)> {
    let document = roxmltree::Document::parse(picture).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text") && !node.has_attribute("transform"));
    texts
        .map(|node| {
            let number = |name| node.attribute(name).map(|value| value.parse::<f64>().unwrap());
            let (x, y) = (number("x").unwrap(), number("y").unwrap());
            (node.text().unwrap().to_owned(), x, y, number("textLength").map(|length| x + length))
        })
        .collect()
}

fn text(picture: &str) -> String {
    texts(picture).into_iter().map(|(characters, ..)| characters).collect()
}

#[test]
fn a_picture_says_what_the_letter_says_as_text() {
    let pages = letter(LOT);
    let picture = pages.pictures[0].svg();
    let text = text(picture);
    for words in ["投标保函", LOT, "省交通建设投资集团有限公司", "30,000.00元", "2027年3月1日"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    // The title is bold, and the watermark behind everything.
    let document = roxmltree::Document::parse(picture).unwrap();
    let bold: String = document
        .descendants()
        .filter(|node| node.has_attribute("font-weight"))
        .flat_map(|node| node.descendants())
        .filter_map(|node| node.text())
        .collect();
    assert!(bold.contains("投标保函") && bold.contains(LOT), "{bold}");
    assert_eq!(document.descendants().find(|node| node.has_tag_name("text")).unwrap().text(), Some("预览"));
}

#[test]
fn what_a_name_has_of_markup_stays_a_name() {
    let lot = "滨江<b>大道&amp;\"快速路\"'工程'（一标段）";
    let text = text(letter(lot).pictures[0].svg());
    // The lot's name stands there whole but for the blanks between words, which places say.
    assert!(text.contains("滨江<b>大道&amp;\"快速路\"'工程'（一标段）"), "{text}");
}

#[test]
fn characters_that_a_reader_may_lack_are_drawn() {
    let rare = "㛃䶮\u{20000}\u{2a6d6}\u{30000}“堃喆”——工程·甲…（一标段）";
    let pages = letter(rare);
    let picture = pages.pictures[0].svg();
    let text = text(picture);
    assert!(text.contains("堃喆") && text.contains("（一标段）"), "{text}");
    for character in rare.chars().filter(|character| !"堃喆工程甲（一标段）".contains(*character)) {
        assert!(!picture.contains(character), "{character} is left to chance");
    }
    // Each is drawn once and used wherever it stands.
    let document = roxmltree::Document::parse(picture).unwrap();
    let drawn =
        document.descendants().filter(|node| node.has_tag_name("path") && node.attribute("id").is_some_and(|id| id.starts_with('g')));
    assert!(drawn.clone().all(|node| node.attribute("d").is_some_and(|data| data.len() > 10)));
    let uses = document.descendants().filter(|node| node.has_tag_name("use")).count();
    assert!(drawn.count() < uses);
}

/// Whatever face a reader has: a text ends where ours does, so that nothing runs over what stands beside it or off the page.
#[test]
fn no_text_runs_over_another() {
    for pages in [
        letter(LOT),
        letter("office ffi 2026年（一标段），（二标段）、WAVE fi"),
        drawn(agreement(false).sheet(wordings().get("agreement/1").unwrap()).unwrap()),
    ] {
        for picture in &pages.pictures {
            let texts = texts(picture.svg());
            assert!(texts.len() > 10, "an empty page was looked at");
            for (characters, left, baseline, end) in &texts {
                assert!(characters.chars().count() == 1 || end.is_some(), "{characters} may end anywhere");
                assert!(!characters.contains(char::is_whitespace), "blanks of {characters} may be dropped");
                // Of two marks side by side the first has nothing in its right half.
                let half = if characters.ends_with(|last| "：；，。、）》】".contains(last)) { 6.0 } else { 0.0 };
                let end = end.unwrap_or(*left) - half;
                assert!(*left > 50.0 && end < 560.0, "{characters} ends at {end}");
                let over = texts.iter().find(|(_, other, line, _)| (line - baseline).abs() < 1.0 && *other > *left && *other < end - 0.1);
                assert!(over.is_none(), "{characters} runs over {over:?}");
            }
        }
    }
}
