//! A later signature that shows something beside a text: as far as the widths of the text are known it may stand on the same line; on the
//! text, or beside one whose width nobody knows, it may not (K1).

use super::by::{Dress, signed};
use super::update::Update;
use super::{Corpus, Originals};
use documents::verify::{Flaw, verify};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// A font, and how a text is shown by it.
struct Line {
    name: &'static str,
    font: fn(&mut Document, &Originals) -> Dictionary,
    content: &'static str,
    /// Left edges of a field of 60 points on that line, in points: where it stands clear, and where it does not.
    clear: &'static [i64],
    over: &'static [i64],
}

fn simple(kind: &str, widths: Option<(i64, usize, i64)>) -> Dictionary {
    let mut font = dictionary! { "Type" => "Font", "Subtype" => kind, "BaseFont" => "Plain" };
    if let Some((first, count, width)) = widths {
        font.set("FirstChar", first);
        font.set("LastChar", first + i64::try_from(count).unwrap() - 1);
        font.set("Widths", vec![Object::from(width); count]);
    }
    font
}

fn composite(document: &mut Document, encoding: &str, more: &Dictionary) -> Dictionary {
    let mut below = dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Plain" };
    below.extend(more);
    let below = document.add_object(below);
    let below = vec![Object::from(below)];
    dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Plain", "Encoding" => encoding, "DescendantFonts" => below }
}

/// The letter's own font program, with so many units in an em.
fn program(originals: &Originals, units: Option<u16>) -> Vec<u8> {
    let letter = Document::load_mem(&originals.pages.pdf).unwrap();
    let file = letter.objects.values().find_map(|object| object.as_dict().ok()?.get(b"FontFile2").ok()?.as_reference().ok()).unwrap();
    let mut bytes = letter.get_object(file).unwrap().as_stream().unwrap().decompressed_content().unwrap();
    if let Some(units) = units {
        let tables = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
        let head = (0..tables).map(|index| 12 + 16 * index).find(|at| &bytes[*at..*at + 4] == b"head").unwrap();
        let head = usize::try_from(u32::from_be_bytes(bytes[head + 8..head + 12].try_into().unwrap())).unwrap();
        bytes[head + 18..head + 20].copy_from_slice(&units.to_be_bytes());
    }
    bytes
}

fn embedded(document: &mut Document, originals: &Originals, units: Option<u16>) -> Dictionary {
    let file = document.add_object(Stream::new(Dictionary::new(), program(originals, units)));
    let told = dictionary! { "Type" => "FontDescriptor", "FontName" => "Plain", "FontFile2" => file,
    "FontBBox" => vec![0.into(), 0.into(), 100.into(), 100.into()] };
    let told = document.add_object(told);
    composite(document, "Identity-H", &dictionary! { "FontDescriptor" => told, "DW" => 1000 })
}

/// Everything is written at 12 points from 72 on; nine codes of half a size reach to 126, and no glyph further than 1.2 sizes beyond.
const LINES: [Line; 17] = [
    Line {
        name: "a font that every reader brings",
        font: |_, _| dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
        content: "(Amount 30) Tj",
        clear: &[222, 400],
        over: &[0, 80, 200],
    },
    Line {
        name: "widths",
        font: |_, _| simple("TrueType", Some((32, 96, 500))),
        content: "(Amount 30) Tj",
        clear: &[150],
        over: &[10, 140],
    },
    Line {
        name: "a character without a width",
        font: |_, _| simple("TrueType", Some((48, 10, 500))),
        content: "(Amount 30) Tj",
        clear: &[],
        over: &[80, 400],
    },
    Line { name: "no widths", font: |_, _| simple("TrueType", None), content: "(Amount 30) Tj", clear: &[], over: &[80, 400] },
    Line {
        name: "two strings",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "(Amou) Tj <6e74203330> Tj",
        clear: &[150],
        over: &[80, 120],
    },
    Line {
        name: "a part moved to the right",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "[(Amount) -20000 (300)] TJ",
        clear: &[400],
        over: &[80, 200, 320],
    },
    Line {
        name: "a part moved to the left",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "1 0 0 1 300 0 cm [(Amount) 20000 (300)] TJ",
        clear: &[450, 20],
        over: &[120, 200, 340],
    },
    Line {
        name: "characters spaced out",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "30 Tc (Amount 30) Tj",
        clear: &[480],
        over: &[200, 390],
    },
    Line {
        name: "words spaced out",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "200 Tw (Amount 30) Tj",
        clear: &[400],
        over: &[200, 300],
    },
    Line {
        name: "a text made wider",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "300 Tz (Amount 30) Tj",
        clear: &[320],
        over: &[200, 260],
    },
    Line {
        name: "outlines of a wide line",
        font: |_, _| simple("Type1", Some((32, 96, 500))),
        content: "1 Tr 10 w (Amount 30) Tj",
        clear: &[260],
        over: &[140, 200],
    },
    Line {
        name: "glyphs by their numbers",
        font: |document, _| composite(document, "Identity-H", &dictionary! { "DW" => 500, "W" => vec![7.into(), 9.into(), 2000.into()] }),
        content: "<0001000700080009000a> Tj",
        clear: &[180],
        over: &[80, 150],
    },
    Line {
        name: "a glyph of two widths",
        font: |document, _| {
            let listed = vec![7.into(), vec![Object::from(10)].into(), 7.into(), 7.into(), 2000.into()];
            composite(document, "Identity-H", &dictionary! { "DW" => 500, "W" => listed })
        },
        content: "<0007> Tj",
        clear: &[],
        over: &[72, 400],
    },
    Line {
        name: "glyphs of a table that is not in the file",
        font: |document, _| composite(document, "UniGB-UCS2-H", &dictionary! { "DW" => 500 }),
        content: "<0041004200430044> Tj",
        clear: &[],
        over: &[80, 400],
    },
    Line {
        name: "a font in the file",
        font: |document, originals| embedded(document, originals, None),
        content: "<00010002> Tj",
        clear: &[200],
        over: &[80],
    },
    Line {
        name: "a font in the file that draws further than it says",
        font: |document, originals| embedded(document, originals, Some(50)),
        content: "<00010002> Tj",
        clear: &[],
        over: &[80, 200],
    },
    Line {
        name: "a font in the file that cannot be read",
        font: |document, _| {
            let file = document.add_object(Stream::new(Dictionary::new(), b"nothing".to_vec()));
            let told = document.add_object(dictionary! { "Type" => "FontDescriptor", "FontName" => "Plain", "FontFile2" => file });
            composite(document, "Identity-H", &dictionary! { "FontDescriptor" => told })
        },
        content: "<00010002> Tj",
        clear: &[],
        over: &[80, 400],
    },
];

/// A page with the line on it, signed.
fn first(originals: &Originals, line: &Line) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let font = (line.font)(&mut document, originals);
    let font = document.add_object(font);
    let content = format!("BT /F 12 Tf 72 700 Td {} ET", line.content);
    let content = match line.content.split_once(" cm ") {
        Some((matrix, shown)) => format!("{matrix} cm BT /F 12 Tf 72 700 Td {shown} ET"),
        None => content,
    };
    let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => [0, 0, 595, 842].map(Object::from).to_vec(), "Contents" => content,
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    });
    document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    signed(originals, &originals.parties.guarantor_ordinary, Update::of(&bytes), &Dress::default())
}

/// Signed once more, with a picture on the line from `left` on.
fn second(originals: &Originals, first: &[u8], left: i64) -> Vec<u8> {
    let mut update = Update::of(first);
    let frame = [0, 0, 60, 12].map(Object::from).to_vec();
    let look = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => frame };
    let look = update.add(Stream::new(look, b"1 0 0 rg 0 0 60 12 re f".to_vec()));
    let place = [left, 698, left + 60, 710].map(Object::from).to_vec();
    let dress = Dress::field(dictionary! { "Rect" => place, "AP" => dictionary! { "N" => look } });
    signed(originals, &originals.parties.guarantor_ordinary, update, &dress)
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    for line in &LINES {
        let first = first(originals, line);
        for left in line.over {
            let name = format!("PDF later signer (K1): on the line of a text, at {left} points: {}", line.name);
            corpus.add(name, Flaw::AlteredAfterSigning, second(originals, &first, *left));
        }
    }
}

#[test]
fn a_visible_signature_beside_a_text_on_its_line_changes_nothing_that_was_signed() {
    let originals = Originals::new();
    let (trust, now) = (originals.parties.trust(), originals.parties.now + 60);
    for line in &LINES {
        let first = first(&originals, line);
        assert!(verify(&first, &trust, now).accepted, "{}: {:#?}", line.name, verify(&first, &trust, now));
        for left in line.clear {
            let report = verify(&second(&originals, &first, *left), &trust, now);
            assert!(report.accepted, "{} at {left}: {:?}", line.name, report.reasons().collect::<Vec<_>>());
        }
    }
}
