use super::words;
use crate::package;
use crate::verify::Format;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// A page of this content, with a font by WinAnsi and one by GBK.
fn pdf(content: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let plain = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" });
    let chinese =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong", "Encoding" => "GBK-EUC-H" });
    let unknown =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "X", "Encoding" => "Identity-H" });
    let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 100.into()] };
    let form = document.add_object(Stream::new(form, b"BT /F 10 Tf 10 10 Td (IN A FORM) Tj ET".to_vec()));
    let resources = dictionary! {
        "Font" => dictionary! { "F" => plain, "G" => chinese, "U" => unknown },
        "XObject" => dictionary! { "X" => form },
    };
    let content = document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => resources, "Contents" => content,
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    bytes
}

fn read(content: &str) -> String {
    words(&pdf(content), Format::Pdf).expect("text")
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
