//! Papers that pass for somebody's: records that are missing, misplaced or bent, and later seals laid over what was signed (K1, K2).

use super::{Corpus, Originals};
use crate::parties::{Kind, Parties, Signer, issue};
use crate::samples::{BID, LOT, applicant, letter_in, numbering, typeset, wordings};
use documents::package::{Entry, write_all as write};
use documents::typesetting::{Pages, Stamp};
use documents::verify::Flaw;
use gm::certificate::Purpose;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use seals::eseal::{SealSignature, ToBeSigned};

const RECORD: &str = "Doc_0/Attachs/kaihan.json";
const LIST: &str = "Doc_0/Attachs/Attachments.xml";
const ROOT: &str = "Doc_0/Document.xml";
const MAIN: &str = "OFD.xml";

fn edit(entries: &mut [Entry], path: &str, from: &str, to: &str) {
    let bytes = &mut entries.iter_mut().find(|(known, _)| known == path).unwrap_or_else(|| panic!("no {path}")).1;
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "no {from} in {text}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

fn record(entries: &[Entry]) -> Vec<u8> {
    entries.iter().find(|(path, _)| path == RECORD).unwrap().1.clone()
}

/// Drops the record, its list, and what names the list.
fn drop_record(entries: &mut Vec<Entry>) {
    entries.retain(|(path, _)| path != RECORD && path != LIST);
    edit(entries, ROOT, "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>", "");
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    structures(originals, corpus);
    contents(originals, corpus);
    persons(originals, corpus);
    overlays(originals, corpus);
    dates(originals, corpus);
    drawings(originals, corpus);
    agreements(originals, corpus);
    anew(originals, corpus);
}

/// A letter "of" the guarantor, its record put elsewhere, signed by the applicant.
fn structures(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = documents::package::read(&originals.pages.ofd.write().unwrap()).unwrap();
        change(&mut entries);
        let changed = write(&entries).unwrap();
        let bytes = parties.seal_ofd(&changed, &originals.pages, "guarantor", &parties.applicant, &parties.applicant_seal);
        corpus.add(format!("OFD by another: {name}"), reason, bytes);
    };
    add("the record as it is", Flaw::CertificateOfAnother, &|_| {});
    add("no record", Flaw::RecordMissing, &drop_record);
    add("no record and no keywords", Flaw::RecordMissing, &|entries| {
        drop_record(entries);
        edit(entries, MAIN, "<ofd:Keyword>kaihan</ofd:Keyword>", "");
    });
    add("no record, keywords, title or creator: the number on the page is left", Flaw::RecordMissing, &|entries| {
        drop_record(entries);
        let main = entries.iter_mut().find(|(path, _)| path == MAIN).unwrap();
        let text = String::from_utf8(main.1.clone()).unwrap();
        let (before, rest) = text.split_once("<ofd:Title>").unwrap();
        let (_, after) = rest.split_once("</ofd:DocInfo>").unwrap();
        main.1 = format!("{before}</ofd:DocInfo>{after}").into_bytes();
    });
    for (what, name) in [("another name", "record.json"), ("large letters", "KAIHAN.JSON"), ("another ending", "kaihan.json.bak")] {
        add(&format!("the record under {what}"), Flaw::RecordMisplaced, &|entries| {
            let bytes = record(entries);
            entries.retain(|(path, _)| path != RECORD);
            entries.push((format!("Doc_0/Attachs/{name}"), bytes));
            edit(entries, LIST, "<ofd:FileLoc>kaihan.json", &format!("<ofd:FileLoc>{name}"));
            edit(entries, LIST, "Name=\"kaihan.json\"", &format!("Name=\"{name}\""));
        });
    }
    for path in ["Doc_0/kaihan.json", "kaihan.json", "Doc_0/Attachs/x/kaihan.json"] {
        add(&format!("the record at {path}"), Flaw::RecordMisplaced, &|entries| {
            let bytes = record(entries);
            entries.retain(|(path, _)| path != RECORD);
            entries.push((path.into(), bytes));
            edit(entries, LIST, "<ofd:FileLoc>kaihan.json", &format!("<ofd:FileLoc>/{path}"));
        });
    }
    add("the record not listed", Flaw::RecordMisplaced, &|entries| {
        edit(entries, LIST, "Name=\"kaihan.json\"", "Name=\"other.json\"");
    });
    add("a second record that names the signer", Flaw::RecordMisplaced, &|entries| {
        let own = String::from_utf8(record(entries)).unwrap().replace("91310000MA1FL5G67H", applicant().1.as_str());
        entries.push(("Doc_0/Attachs/more.json".into(), own.into_bytes()));
    });
    add("the record turned into a page's list of resources", Flaw::XmlRefused, &|entries| {
        edit(
            entries,
            ROOT,
            "<ofd:PublicRes>PublicRes.xml",
            "<ofd:PublicRes>Attachs/kaihan.json</ofd:PublicRes><ofd:PublicRes>PublicRes.xml",
        );
    });
}

/// Bends a record.
type Change<'a> = &'a dyn Fn(&str) -> String;

/// Records that are not as we write them, in both formats.
fn contents(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let (name, code) = (applicant().0, applicant().1.to_string());
    let valid = (parties.now - 3_600, parties.now + 86_400);
    let ordinary = issue(&parties.ordinary_root, (name, &code), Kind { ordinary: true, purpose: Purpose::Sign }, valid, &parties.entropy);
    let own = format!("\"issuer\":{{\"name\":\"{name}\",\"uscc\":\"{code}\"}}");
    let theirs = |record: &str| {
        let at = record.find("\"issuer\":").unwrap();
        record[at..].find('}').map(|end| record[at..=at + end].to_owned()).unwrap()
    };
    let changes: [(&str, Change<'_>); 11] = [
        ("not JSON", &|record| record.replacen('{', "", 1)),
        ("cut off", &|record| record[..record.len() / 2].to_owned()),
        ("with a mark before it", &|record| format!("\u{feff}{record}")),
        ("over the bound", &|record| record.replacen('{', &format!("{{{}", " ".repeat(70_000)), 1)),
        ("with an issuer that is null", &|record| record.replacen(&theirs(record), "\"issuer\":null", 1)),
        ("with an issuer that is a list", &|record| record.replacen(&theirs(record), "\"issuer\":[]", 1)),
        ("with a code that is null", &|record| record.replacen("\"uscc\":\"91310000MA1FL5G67H\"", "\"uscc\":null", 1)),
        ("without an issuer", &|record| record.replacen(&format!("{},", theirs(record)), "", 1)),
        ("with a second issuer before", &|record| record.replacen(&theirs(record), &format!("{own},{}", theirs(record)), 1)),
        ("with a second issuer behind", &|record| record.replacen(&theirs(record), &format!("{},{own}", theirs(record)), 1)),
        ("with a second code", &|record| {
            record.replacen("\"uscc\":\"91310000MA1FL5G67H\"", &format!("\"uscc\":\"91310000MA1FL5G67H\",\"uscc\":\"{code}\""), 1)
        }),
    ];
    for (what, change) in changes {
        let mut sheet = letter_in(BID, LOT, true).sheet(wordings().get(BID).unwrap()).unwrap();
        let changed = change(&sheet.record);
        assert_ne!(changed, sheet.record, "{what}");
        sheet.record = changed;
        let pages: Pages = typeset(&sheet).unwrap();
        let ofd = parties.seal_ofd(&pages.ofd.write().unwrap(), &pages, "guarantor", &parties.applicant, &parties.applicant_seal);
        corpus.add(format!("OFD by another: a record {what}"), Flaw::RecordUnreadable, ofd);
        corpus.add(format!("PDF by another: a record {what}"), None, parties.sign_pdf(&pages, &parties.applicant, &ordinary));
    }
    let mut sheet = letter_in(BID, LOT, true).sheet(wordings().get(BID).unwrap()).unwrap();
    corpus.add("PDF by another: the record as it is", Flaw::CertificateOfAnother, {
        parties.sign_pdf(&originals.pages, &parties.applicant, &ordinary)
    });
    sheet.data = sheet.data.replace("\"attached\":true", "\"attached\":false");
    corpus.add("PDF by another: no record", Flaw::RecordMissing, {
        parties.sign_pdf(&typeset(&sheet).unwrap(), &parties.applicant, &ordinary)
    });
}

/// Certificates that log in, on papers that only an institution may sign.
fn persons(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let seal = crate::parties::make_seal(
        &parties.maker,
        (applicant().0, applicant().1.as_str()),
        &parties.person.certificate,
        parties.now,
        &parties.entropy,
    );
    let by = |pages: &Pages, ofd: &[u8], party: &str, signer: &Signer| parties.seal_ofd(ofd, pages, party, signer, &seal);
    let letter = by(&originals.pages, &originals.pages.ofd.write().unwrap(), "guarantor", &parties.person);
    corpus.add("OFD by a person: a letter of an institution", Flaw::CertificatePersonal, letter);
    let mut sheet = letter_in(BID, LOT, true).sheet(wordings().get(BID).unwrap()).unwrap();
    sheet.record = sheet.record.replace("91310000MA1FL5G67H", applicant().1.as_str());
    let pages = typeset(&sheet).unwrap();
    corpus.add(
        "OFD by a person: a letter that names the person's own",
        Flaw::CertificatePersonal,
        by(&pages, &pages.ofd.write().unwrap(), "guarantor", &parties.person),
    );
    let agreement = &originals.agreement;
    let alone = by(agreement, &agreement.ofd.write().unwrap(), "applicant", &parties.person);
    corpus.add("Agreement: a person alone", Flaw::CertificatePersonal, alone);
    let institution =
        parties.seal_ofd(&agreement.ofd.write().unwrap(), agreement, "guarantor", &parties.guarantor, &parties.guarantor_seal);
    corpus.add(
        "Agreement: a person after the institution",
        Flaw::CertificatePersonal,
        by(agreement, &institution, "applicant", &parties.person),
    );
    // In their order the two are right.
    let both = by(agreement, &agreement.ofd.write().unwrap(), "applicant", &parties.person);
    let both = parties.seal_ofd(&both, agreement, "guarantor", &parties.guarantor, &parties.guarantor_seal);
    let report = documents::verify::verify(&both, &parties.trust(), parties.now + 60);
    assert!(report.accepted && report.issued_by.is_some() && report.signatures[0].personal, "{report:#?}");
}

/// A later seal over what the guarantor signed.
fn overlays(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let page_id = originals.pages.stamps[0].page_id;
    let place = |x, y, width, height| Stamp { x, y, width, height, page_id, slice: None, ..originals.pages.stamps[0].clone() };
    let own = originals.pages.stamps.iter().find(|stamp| stamp.slice.is_none()).unwrap();
    let places = [
        ("the whole page", place(0, 0, 210_000, 297_000)),
        ("the head of the letter", place(20_000, 20_000, 170_000, 40_000)),
        ("some lines of it", place(60_000, 100_000, 40_000, 40_000)),
        ("a single figure", place(40_000, 120_000, 8_000, 8_000)),
        ("the guarantor's seal", place(own.x, own.y, own.width, own.height)),
        ("an edge of the guarantor's seal", place(own.x + own.width - 2_000, own.y, own.width, own.height)),
        ("a strip over all lines", place(100_000, 0, 3_000, 297_000)),
        ("a part of a larger seal", Stamp { slice: Some((2, 4)), ..place(80_000, 100_000, 20_000, 80_000) }),
    ];
    for (what, stamp) in places {
        let pages = Pages { stamps: vec![stamp], ..originals.pages.clone() };
        let party = pages.stamps[0].name.clone();
        let bytes = parties.seal_ofd(&originals.ofd, &pages, &party, &parties.applicant, &parties.applicant_seal);
        corpus.add(format!("OFD overlaid: a later seal on {what}"), Flaw::AlteredAfterSigning, bytes);
    }
    // The same seal on the whole page, its place written so that some readers find it and others do not.
    let whole = Pages { stamps: vec![place(0, 0, 210_000, 297_000)], ..originals.pages.clone() };
    let party = whole.stamps[0].name.clone();
    let laid = parties.seal_ofd(&originals.ofd, &whole, &party, &parties.applicant, &parties.applicant_seal);
    let (reference, number) = (format!("PageRef=\"{page_id}\""), page_id.to_string());
    let written = [
        ("a page's number with zeros", reference.clone(), format!("PageRef=\"000{number}\"")),
        ("a page's number among blanks", reference.clone(), format!("PageRef=\" {number} \"")),
        ("a page's number with a sign", reference.clone(), format!("PageRef=\"+{number}\"")),
        ("a page's number with a point", reference.clone(), format!("PageRef=\"{number}.0\"")),
        ("a page's number under another namespace", reference, format!("ofd:PageRef=\"{number}\"")),
        ("an element of another namespace", "<ofd:StampAnnot ".into(), "<x:StampAnnot xmlns:x=\"urn:x\" ".into()),
        ("an element without namespace", "<ofd:StampAnnot ".into(), "<StampAnnot ".into()),
        ("a width below nothing", "0 0 210 297".into(), "210 0 -210 297".into()),
    ];
    for (what, from, to) in written {
        let bytes = described_anew(parties, &laid, &|text| text.replacen(&from, &to, 1));
        corpus.add(format!("OFD overlaid: a place by {what}"), Flaw::AlteredAfterSigning, bytes);
    }
    let inside = |text: String| {
        let (start, end) = (text.find("<ofd:StampAnnot").unwrap(), text.find("<ofd:Seal>").unwrap());
        let stamp = text[start..end].to_owned();
        text.replacen(&stamp, "", 1).replacen("<ofd:SignedInfo>", &format!("<ofd:SignedInfo><ofd:Parameters>{stamp}</ofd:Parameters>"), 1)
    };
    corpus.add("OFD overlaid: a place inside another element", Flaw::AlteredAfterSigning, described_anew(parties, &laid, &inside));
}

/// A letter with one more line on its page, which the guarantor seals, and the applicant's seal on that line.
fn sealed_on(originals: &Originals, text: &str) -> Vec<u8> {
    let line = |font: &str| {
        format!(
            "<ofd:TextObject ID=\"90001\" Boundary=\"2 2 30 5\" Font=\"{font}\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\">{text}</ofd:TextCode></ofd:TextObject>"
        )
    };
    sealed_over(originals, &line)
}

/// A letter with one more object on its page, which the guarantor seals, and the applicant's seal on a corner of it.
fn sealed_over(originals: &Originals, object: &dyn Fn(&str) -> String) -> Vec<u8> {
    const PAGE: &str = "Doc_0/Pages/Page_0/Content.xml";
    let parties = &originals.parties;
    let mut entries = documents::package::read(&originals.pages.ofd.write().unwrap()).unwrap();
    let page = entries.iter_mut().find(|(path, _)| path == PAGE).unwrap();
    let content = String::from_utf8(page.1.clone()).unwrap();
    let font = content.split_once(" Font=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
    page.1 = content.replacen("</ofd:Layer>", &format!("{}</ofd:Layer>", object(&font)), 1).into_bytes();
    let first = documents::package::write_all(&entries).unwrap();
    let first = parties.seal_ofd(&first, &originals.pages, "guarantor", &parties.guarantor, &parties.guarantor_seal);
    let any = originals.pages.stamps[0].clone();
    let stamp = Stamp { x: 1_000, y: 1_000, width: 20_000, height: 7_000, slice: None, ..any };
    let pages = Pages { stamps: vec![stamp], ..originals.pages.clone() };
    let party = pages.stamps[0].name.clone();
    parties.seal_ofd(&first, &pages, &party, &parties.applicant, &parties.applicant_seal)
}

/// K1: a date was signed by whoever signed before, whatever it is a date of, and however it is written.
fn dates(originals: &Originals, corpus: &mut Corpus) {
    for text in
        ["2027年3月1日", "日期：2027 年 3 月 1 日", "二〇二七年三月一日", "2027-03-01", "盖章日期 ２０２７年３月１日", "2027年", "1日"]
    {
        corpus.add(format!("OFD overlaid: a later seal on a date: {text}"), Flaw::AlteredAfterSigning, sealed_on(originals, text));
    }
    // The place that was left for it is another matter.
    let parties = &originals.parties;
    for text in ["申请人（盖章）：", "日期：    年    月    日", "天山北麓建设工程有限公司（公章）"] {
        let report = documents::verify::verify(&sealed_on(originals, text), &parties.trust(), parties.now + 60);
        assert!(report.reasons().all(|reason| reason != Flaw::AlteredAfterSigning), "{text}: {report:#?}");
    }
}

/// A figure in this frame.
fn figure(boundary: &'static str, more: &'static str) -> impl Fn(&str) -> String {
    move |font: &str| {
        format!(
            "<ofd:TextObject ID=\"90001\" Boundary=\"{boundary}\" Font=\"{font}\" Size=\"4\" {more}><ofd:TextCode X=\"0\" Y=\"4\">300,000.00</ofd:TextCode></ofd:TextObject>"
        )
    }
}

/// K1: what is drawn lies where it is drawn, whatever its frame says; lines and frames around a page are no text.
fn drawings(originals: &Originals, corpus: &mut Corpus) {
    let path = |boundary: &str, more: &str, data: &str| {
        format!(
            "<ofd:PathObject ID=\"90001\" Boundary=\"{boundary}\" LineWidth=\"0.2\" {more}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    };
    // Two letters' outlines, from the left upper corner of the object.
    let outlines = "M 3 3 L 7 3 L 5 6.5 C M 9 3 Q 13 3 13 5 L 9 6.5 C";
    let mut add = |name: &str, object: &dyn Fn(&str) -> String| {
        let bytes = sealed_over(originals, object);
        corpus.add(format!("OFD overlaid: a later seal on {name}"), Flaw::AlteredAfterSigning, bytes);
    };
    let filled = "Fill=\"true\" Stroke=\"false\"";
    add("text turned to outlines, in one line's frame", &|_| path("0 0 170 9", filled, outlines));
    add("text turned to outlines, in the page's frame", &|_| path("0 0 210 297", filled, outlines));
    add("outlines that are drawn as lines, in the page's frame", &|_| path("0 0 210 297", "", outlines));
    add("outlines with a frame around the page in one path", &|_| {
        path("0 0 210 297", filled, &format!("M 0 0 L 210 0 L 210 297 L 0 297 C {outlines}"))
    });
    add("outlines whose frame is elsewhere", &|_| path("100 200 50 8", &format!("{filled} CTM=\"1 0 0 1 -100 -200\""), outlines));
    add("text in a frame of no size", &figure("2 2 0 0", ""));
    add("text in a frame of a hair", &figure("0.5 2 0.1 0.1", ""));
    add("text moved out of its frame", &figure("100 200 20 5", "CTM=\"1 0 0 1 -98 -198\""));
    add("text enlarged beyond its frame", &figure("25 2 1 1", "CTM=\"-3 0 0 1 0 0\""));
    // A frame around the page, and a tint under all of it, hide nothing when they are sealed.
    let around = "M 1 5 L 209 5 L 209 296 L 1 296 C";
    for object in [
        path("0 0 210 297", "", around),
        path("0 0 210 297", filled, "M 0 0 L 210 0 L 210 297 L 0 297 C"),
        path("0 5 210 0.1", "", "M 0 0 L 210 0"),
    ] {
        let report =
            documents::verify::verify(&sealed_over(originals, &|_| object.clone()), &originals.parties.trust(), originals.parties.now + 60);
        assert!(report.reasons().all(|reason| reason != Flaw::AlteredAfterSigning), "{object}: {report:#?}");
    }
}

/// K1: an agreement that the applicant sealed, and the guarantor's later seals over what it says.
fn agreements(originals: &Originals, corpus: &mut Corpus) {
    let (parties, agreement) = (&originals.parties, &originals.agreement);
    let first = parties.seal_ofd(&agreement.ofd.write().unwrap(), agreement, "applicant", &parties.applicant, &parties.applicant_seal);
    let own = agreement.stamps.iter().find(|stamp| stamp.name == "guarantor" && stamp.slice.is_none()).unwrap();
    let page_id = agreement.stamps[0].page_id;
    let place = |x, y, width, height| Stamp { x, y, width, height, page_id, ..own.clone() };
    let grid = (0..12).map(|index| place(20_000 + index % 3 * 60_000, 40_000 + index / 3 * 55_000, 60_000, 55_000));
    let laid: [(&str, Vec<Stamp>); 4] = [
        ("on the parties", vec![place(27_000, 40_000, 60_000, 60_000)]),
        ("on some lines", vec![place(60_000, 100_000, 40_000, 40_000)]),
        ("on a single figure", vec![place(60_000, 120_000, 8_000, 8_000)]),
        ("twelve times over the page", grid.collect()),
    ];
    for (what, stamps) in laid {
        let pages = Pages { stamps, ..agreement.clone() };
        let bytes = parties.seal_ofd(&first, &pages, "guarantor", &parties.guarantor, &parties.guarantor_seal);
        corpus.add(format!("Agreement: the guarantor's later seal {what}"), Flaw::AlteredAfterSigning, bytes);
    }
}

/// A page with this content and, maybe, an annotation.
fn page(content: &str, annotation: Option<Dictionary>) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" };
    let fonts = dictionary! { "Font" => dictionary! { "F" => document.add_object(font) } };
    let frame = || [0, 0, 200, 20].map(Object::from).to_vec();
    let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => frame(), "Resources" => fonts.clone() };
    let form = document.add_object(Stream::new(form, format!("BT /F 10 Tf 2 2 Td ({}) Tj ET", number()).into_bytes()));
    let mut resources = fonts;
    resources.set("XObject", dictionary! { "X" => form });
    let content = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let mut page = dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => [0, 0, 595, 842].map(Object::from).to_vec(),
        "Resources" => resources, "Contents" => content,
    };
    if let Some(mut annotation) = annotation {
        annotation.set("Rect", [50, 600, 250, 620].map(Object::from).to_vec());
        if annotation.has(b"AP") {
            annotation.set("AP", dictionary! { "N" => form });
        }
        page.set("Annots", vec![document.add_object(annotation).into()]);
    }
    let page = document.add_object(page);
    document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The letter's number.
fn number() -> String {
    numbering().number.to_string()
}

/// K2: a letter typeset anew, whose number stands on its pages and nowhere else, signed by somebody with a certificate for documents.
fn anew(originals: &Originals, corpus: &mut Corpus) {
    let parties = &originals.parties;
    let (name, code) = (applicant().0, applicant().1.to_string());
    let valid = (parties.now - 3_600, parties.now + 86_400);
    let ordinary = issue(&parties.ordinary_root, (name, &code), Kind { ordinary: true, purpose: Purpose::Sign }, valid, &parties.entropy);
    let mut add = |what: &str, pdf: Vec<u8>| {
        let pages = Pages { pdf, ..originals.pages.clone() };
        let bytes = parties.sign_pdf(&pages, &parties.applicant, &ordinary);
        corpus.add(format!("PDF typeset anew (K2): {what}"), Flaw::RecordMissing, bytes);
    };
    let mut sheet = letter_in(BID, LOT, true).sheet(wordings().get(BID).unwrap()).unwrap();
    sheet.data = sheet.data.replace("\"attached\":true", "\"attached\":false");
    let mut letter = Document::load_mem(&typeset(&sheet).unwrap().pdf).unwrap();
    letter.trailer.remove(b"Info");
    letter.catalog_mut().unwrap().remove(b"Metadata");
    letter.prune_objects();
    let mut bytes = Vec::new();
    letter.save_to(&mut bytes).unwrap();
    add("the letter without record, description and keywords", bytes);
    let write = |text: &str| format!("BT /F 12 Tf 50 700 Td ({text}) Tj ET");
    let glyphs = |order: &mut dyn Iterator<Item = (usize, char)>| -> String {
        order.map(|(index, glyph)| format!("BT /F 12 Tf {} 700 Td ({glyph}) Tj ET ", 50 + index * 9)).collect()
    };
    let number = number();
    let mut shuffled: Vec<(usize, char)> = number.chars().enumerate().collect();
    shuffled.sort_by_key(|(index, _)| index * 7 % 20);
    add("the number alone", page(&write(&number), None));
    add("the number in groups", page(&write(&format!("{} {}-{}", &number[..2], &number[2..10], &number[10..])), None));
    add("the number glyph by glyph", page(&glyphs(&mut number.chars().enumerate()), None));
    add(
        "the number glyph by glyph from behind",
        page(&glyphs(&mut number.chars().enumerate().collect::<Vec<_>>().into_iter().rev()), None),
    );
    add("the number glyph by glyph in disorder", page(&glyphs(&mut shuffled.into_iter()), None));
    add("the number in no colour", page(&format!("3 Tr {}", write(&number)), None));
    add("the number in a form", page("q 1 0 0 1 50 700 cm /X Do Q", None));
    let note = |subtype: &str| dictionary! { "Type" => "Annot", "Subtype" => subtype, "F" => 4 };
    let mut look = note("Stamp");
    look.set("AP", Object::Null);
    add("the number in an annotation", page("", Some(look)));
    let mut free = note("FreeText");
    free.set("Contents", Object::string_literal(format!("No. {}", number.replace("BH", "BH "))));
    add("the number in an annotation's text, in parts", page("", Some(free)));
}

/// A package whose second seal's description is another, sealed again by the applicant.
fn described_anew(parties: &Parties, ofd: &[u8], change: &dyn Fn(String) -> String) -> Vec<u8> {
    const DESCRIPTION: &str = "Doc_0/Signs/Sign_1/Signature.xml";
    let mut entries = documents::package::read(ofd).unwrap();
    let known = entries.iter_mut().find(|(path, _)| path == DESCRIPTION).unwrap();
    let before = String::from_utf8(known.1.clone()).unwrap();
    let after = change(before.clone());
    assert_ne!(before, after);
    known.1 = after.into_bytes();
    let (seal, path) = (&parties.applicant_seal, format!("/{DESCRIPTION}"));
    let signed = ToBeSigned { seal, time: parties.now, digest: gm::digest::sm3(&known.1), path: &path, shown: &[] }.der();
    let value = parties.applicant.sign(parties, &signed);
    let sealed = SealSignature::assemble(&signed, &parties.applicant.certificate, &value, None);
    entries.iter_mut().find(|(path, _)| path == "Doc_0/Signs/Sign_1/SignedValue.dat").unwrap().1 = sealed;
    documents::package::write_all(&entries).unwrap()
}
