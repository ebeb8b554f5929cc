use super::words;
use crate::package;
use crate::verify::Format;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use proptest::prelude::*;

/// Annotations on a page.
#[derive(Clone, Copy)]
enum Notes {
    None,
    Shown,
    Hidden,
}

/// A page of this content, with a font by WinAnsi and one by GBK.
fn pdf(content: &str, notes: Notes) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let plain = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" });
    let chinese =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong", "Encoding" => "GBK-EUC-H" });
    let unknown =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "X", "Encoding" => "Identity-H" });
    let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    "Resources" => dictionary! { "Font" => dictionary! { "F" => plain } } };
    let form = document.add_object(Stream::new(form, b"BT /F 10 Tf 10 10 Td (IN A FORM) Tj ET".to_vec()));
    let hidden = document.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("off") });
    let look = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 };
    let [opaque, veiled, clear] = [None, Some(255), Some(0)].map(|soft| {
        let mut picture = Stream::new(look.clone(), vec![255]);
        if let Some(value) = soft {
            picture.dict.set("SMask", document.add_object(Stream::new(look.clone(), vec![value])));
        }
        document.add_object(picture)
    });
    let resources = dictionary! {
        "Font" => dictionary! { "F" => plain, "G" => chinese, "U" => unknown },
        "XObject" => dictionary! { "X" => form, "P" => opaque, "V" => veiled, "C" => clear },
        "ExtGState" => dictionary! {
            "Faint" => dictionary! { "ca" => 0.05 }, "Multiply" => dictionary! { "BM" => "Multiply" }, "Screen" => dictionary! { "BM" => "Screen" },
            "Masked" => dictionary! { "SMask" => dictionary! { "S" => "Luminosity" } },
        },
        "ColorSpace" => dictionary! { "S" => vec!["Separation".into(), "Black".into(), "DeviceGray".into(), Object::Null] },
        "Properties" => dictionary! { "Off" => hidden },
    };
    let content = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let note = |subtype: &str, flags: i64| {
        dictionary! { "Type" => "Annot", "Subtype" => subtype, "F" => flags, "Rect" => [50, 400, 150, 500].map(Object::from).to_vec() }
    };
    let annotations: Vec<Object> = match notes {
        Notes::None => Vec::new(),
        Notes::Shown | Notes::Hidden => {
            let mut stamp = note("Stamp", if matches!(notes, Notes::Shown) { 4 } else { 6 });
            stamp.set("AP", dictionary! { "N" => form });
            let mut text = note("FreeText", if matches!(notes, Notes::Shown) { 4 } else { 32 });
            text.set("Contents", Object::string_literal("20,000.00"));
            vec![document.add_object(stamp).into(), document.add_object(text).into()]
        }
    };
    let page = document.add_object(dictionary! {
        "Annots" => annotations, "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => resources, "Contents" => content,
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let groups = dictionary! { "OCGs" => vec![hidden.into()], "D" => dictionary! { "OFF" => vec![hidden.into()] } };
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "OCProperties" => groups });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    bytes
}

fn read(content: &str) -> String {
    words(&pdf(content, Notes::None), Format::Pdf).expect("text")
}

#[test]
fn k9_text_that_nobody_sees_is_not_said() {
    let write = "BT /F 10 Tf 50 700 Td (10,000.00) Tj ET";
    for (before, behind) in [
        ("1 g", ""),
        ("1 1 1 rg", ""),
        ("0 0 0 0 k", ""),
        ("0.95 g", ""),
        ("/S cs 0 scn", ""),
        ("/Pattern cs /X scn", ""),
        ("/Faint gs", ""),
        ("/Masked gs", ""),
        ("/Screen gs", ""),
        ("0 g 0 0 595 842 re f", ""),
        ("0.5 g 40 690 200 40 re f 0.55 g", ""),
        ("3 Tr", ""),
        ("7 Tr", ""),
        ("1 Tr 1 G", ""),
        ("0.1 0 0 0.1 45 630 cm", ""),
        ("0.1 0 0 1 45 0 cm", ""),
        ("5 Tz", ""),
        ("0 0 10 10 re W n", ""),
        ("/OC /Off BDC", "EMC"),
        ("q", "Q 1 g 40 690 200 40 re f"),
        ("q", "Q 1 g 40 690 m 240 690 l 240 730 l 40 730 l f"),
        ("q", "Q 0 0 1 rg 40 690 200 40 re 40 690 200 40 re f"),
        ("q", "Q 1 G 40 w 40 705 m 240 705 l S"),
        ("q", "Q q 300 0 0 300 40 600 cm /P Do Q"),
        ("q", "Q q 300 0 0 300 40 600 cm /V Do Q"),
    ] {
        let content = format!("{before} {write} {behind}");
        assert_eq!(read(&content).trim(), "", "{content}");
    }
    for (before, behind) in [
        ("0.4 g", ""),
        ("0 0 0.6 rg", ""),
        ("/S cs 1 scn", ""),
        ("/Multiply gs", ""),
        ("0.2 g 40 690 200 40 re f 1 g", ""),
        ("q 300 0 0 300 40 600 cm /P Do Q", ""),
        ("2 Tr", ""),
        ("0.6 0 0 0.6 20 280 cm", ""),
        ("0 0 595 842 re W n", ""),
        ("/OC /On BDC", "EMC"),
        ("q", "Q 1 g 40 600 200 40 re f"),
        ("q", "Q 40 690 200 40 re S"),
        ("q", "Q 1 0 0 rg 40 690 200 40 re 30 680 220 60 re f*"),
        ("q", "Q /Multiply gs 1 0 0 rg 40 690 200 40 re f"),
        ("q", "Q /Faint gs 1 g 40 690 200 40 re f"),
        ("q", "Q q 300 0 0 300 40 600 cm /C Do Q"),
        ("q", "Q 1 0 0 rg 100 703 2 2 re f"),
    ] {
        let content = format!("{before} {write} {behind}");
        assert_eq!(read(&content).trim(), "10,000.00", "{content}");
    }
    // One digit that is covered is not passed over.
    assert_eq!(read(&format!("q {write} Q 1 g 63 690 6 40 re f")).trim(), "10 000.00");
}

#[test]
fn k9_what_annotations_show_is_said_too() {
    let read = |notes| words(&pdf("", notes), Format::Pdf).expect("text");
    assert_eq!(read(Notes::Shown).split_whitespace().collect::<Vec<_>>(), ["IN", "A", "FORM", "20,000.00"]);
    assert_eq!(read(Notes::Hidden).trim(), "");
}

proptest! {
    /// Whatever the greys, text counts when it stands out from what is under it, and only then; laid over, never.
    #[test]
    fn k9_text_counts_when_it_stands_out(text in 0_u32..=100, under in 0_u32..=100, over in proptest::bool::ANY) {
        let grey = |value: u32| format!("{}.{:02} g", value / 100, value % 100);
        let cover = if over { "40 690 200 40 re f" } else { "" };
        let content = format!("{} 40 690 200 40 re f {} BT /F 10 Tf 50 700 Td (10) Tj ET {cover}", grey(under), grey(text));
        let apart = text.abs_diff(under);
        prop_assume!(apart != 12);
        let said = read(&content);
        prop_assert_eq!(said.trim(), if apart > 12 && !over { "10" } else { "" }, "{}", content);
    }
}

#[test]
fn k9_the_words_of_a_pdf_are_read_where_they_stand() {
    for (content, expected) in [
        ("BT /F 10 Tf 50 700 Td (10,000.00) Tj ET", "10,000.00"),
        // Glyph by glyph on one line is one number; a gap is a gap; another line is another line.
        ("BT /F 10 Tf 50 700 Td (1) Tj 5.6 0 Td (1) Tj 5.6 0 Td (0) Tj ET", "110"),
        ("BT /F 10 Tf 50 700 Td (1) Tj 30 0 Td (10) Tj ET", "1 10"),
        ("BT /F 10 Tf 50 700 Td (1) Tj 0 -14 Td (10) Tj ET", "1\n10"),
        ("BT /F 10 Tf 50 700 Td [(1) -20 (0) -900 (7)] TJ ET", "10 7"),
        ("q 1 0 0 1 40 40 cm /X Do Q", "IN A FORM"),
        ("BT /G 10 Tf 50 700 Td <D2BCCDF2D4AA> Tj ET", "\u{58f9}\u{4e07}\u{5143}"),
        ("BT /U 10 Tf 50 700 Td <00010002> Tj ET", "\u{fffd}"),
        // What nobody sees is not there.
        ("BT 3 Tr /F 10 Tf 50 700 Td (HIDDEN) Tj ET", ""),
        ("BT /F 10 Tf 50 -700 Td (BESIDE THE PAGE) Tj ET", ""),
    ] {
        assert_eq!(read(content).trim(), expected, "{content}");
    }
}

#[test]
fn k9_the_words_of_an_ofd_are_those_of_its_pages_and_their_templates() {
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let file = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    let page = |inside: &str| format!("<ofd:Page {space}>{inside}</ofd:Page>");
    let object = |boundary: &str, more: &str, code: &str| {
        format!(
            "<ofd:TextObject Boundary=\"{boundary}\" Size=\"4\" {more}><ofd:TextCode X=\"0\" Y=\"4\">{code}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let content = |inside: String| format!("<ofd:Content><ofd:Layer>{inside}</ofd:Layer></ofd:Content>");
    let first = format!(
        "<ofd:Template TemplateID=\"9\"/>{}",
        content(
            object("10 10 20 5", "", "1")
                + &object("12.4 10 20 5", "", "10")
                + &object("60 10 20 5", "", "7")
                + &object("10 30 20 5", "Visible=\"false\"", "HIDDEN")
        )
    );
    let package = package::write_all(&[
        file("OFD.xml", format!("<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")),
        file(
            "Doc_0/Document.xml",
            format!(
                "<ofd:Document {space}><ofd:CommonData><ofd:TemplatePage ID=\"9\" BaseLoc=\"T.xml\"/></ofd:CommonData><ofd:Pages>\
                 <ofd:Page ID=\"1\" BaseLoc=\"P1.xml\"/><ofd:Page ID=\"2\" BaseLoc=\"P0.xml\"/></ofd:Pages></ofd:Document>"
            ),
        ),
        file("Doc_0/T.xml", page(&content(object("10 5 20 5", "", "TEMPLATE")))),
        file("Doc_0/P0.xml", page(&content(object("10 10 20 5", "", "SECOND")))),
        file("Doc_0/P1.xml", page(&first)),
    ]);
    let text = words(&package.expect("a package"), Format::Ofd).expect("text");
    assert_eq!(text.split_whitespace().collect::<Vec<_>>(), ["TEMPLATE", "110", "7", "SECOND"], "{text:?}");
}

/// What a page of these objects says, and an annotation on it.
fn shown(objects: &str, annotation: &str) -> String {
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let file = |path: &str, text: String| (path.to_owned(), text.into_bytes());
    let package = package::write_all(&[
        file("OFD.xml", format!("<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")),
        file(
            "Doc_0/Document.xml",
            format!(
                "<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
                 <ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"P.xml\"/></ofd:Pages>\
                 <ofd:Annotations>Notes.xml</ofd:Annotations></ofd:Document>"
            ),
        ),
        file(
            "Doc_0/Res.xml",
            format!(
                "<ofd:Res {space}><ofd:DrawParams><ofd:DrawParam ID=\"7\"><ofd:FillColor Value=\"255 255 255\"/></ofd:DrawParam></ofd:DrawParams></ofd:Res>"
            ),
        ),
        file(
            "Doc_0/Notes.xml",
            format!("<ofd:Annotations {space}><ofd:Page PageID=\"1\"><ofd:FileLoc>Note.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"),
        ),
        file("Doc_0/Note.xml", format!("<ofd:PageAnnot {space}>{annotation}</ofd:PageAnnot>")),
        file("Doc_0/P.xml", format!("<ofd:Page {space}><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>")),
    ]);
    words(&package.expect("a package"), Format::Ofd).expect("text").trim().to_owned()
}

#[test]
fn k9_text_of_an_ofd_that_nobody_sees_is_not_said() {
    let text = |more: &str, inside: &str| {
        format!(
            "<ofd:TextObject Boundary=\"20 20 60 8\" Size=\"4\" {more}>{inside}<ofd:TextCode X=\"0\" Y=\"5\">10000</ofd:TextCode></ofd:TextObject>"
        )
    };
    let colour = |value: &str| format!("<ofd:FillColor Value=\"{value}\"/>");
    let path = |more: &str, value: &str| {
        format!(
            "<ofd:PathObject Boundary=\"15 15 80 20\" {more}>{}<ofd:AbbreviatedData>M 0 0 L 80 0 L 80 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>",
            colour(value)
        )
    };
    let picture = "<ofd:ImageObject Boundary=\"15 15 80 20\" CTM=\"80 0 0 20 0 0\" ResourceID=\"9\"/>";
    let plain = text("", "");
    for unseen in [
        text("", &colour("255 255 255")),
        text("", &colour("250 250 250")),
        text("", "<ofd:FillColor Value=\"0 0 0\" Alpha=\"5\"/>"),
        text("", "<ofd:FillColor><ofd:AxialShd/></ofd:FillColor>"),
        text("Alpha=\"0\"", ""),
        text("DrawParam=\"7\"", ""),
        text("Fill=\"false\"", ""),
        text("Visible=\"false\"", ""),
        text("CTM=\"0.1 0 0 0.1 0 0\"", ""),
        text("CTM=\"1 0 0 1 300 0\"", ""),
        format!("{plain}{}", path("Fill=\"true\" Stroke=\"false\"", "255 255 255")),
        format!("{plain}{}", path("Stroke=\"true\" LineWidth=\"60\"", "255 255 255")),
        format!("{plain}{picture}"),
        format!("{}{}", path("Fill=\"true\"", "0 0 0"), plain),
    ] {
        assert_eq!(shown(&unseen, ""), "", "{unseen}");
    }
    for seen in [
        plain.clone(),
        text("", &colour("200 0 0")),
        text("DrawParam=\"7\"", &colour("0 0 0")),
        format!("{plain}{}", path("Fill=\"false\" Stroke=\"true\" LineWidth=\"0.3\"", "0 0 0")),
        format!("{plain}{}", path("Fill=\"true\" Alpha=\"20\"", "255 255 255")),
        format!("{}{}", path("Fill=\"true\"", "0 0 0"), text("", &colour("255 255 255"))),
        format!("{picture}{plain}"),
    ] {
        assert_eq!(shown(&seen, ""), "10000", "{seen}");
    }
    let note =
        |visible: &str| format!("<ofd:Annot {visible}><ofd:Appearance Boundary=\"20 100 60 10\">{plain}</ofd:Appearance></ofd:Annot>");
    assert_eq!(shown("", &note("")), "10000");
    assert_eq!(shown("", &note("Visible=\"false\"")), "");
}
