//! What streams are, whatever they call themselves.

use super::Flaw;
use super::catalog::Comes;
use super::objects::structural;
use super::revisions::between;
use super::structure::load;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, dictionary};

/// A name to be written, and the one that is meant: the library writes no object that bears the latter.
const MARKS: [(&str, &str); 2] = [("XxRe", "XRef"), ("ObjXxx", "ObjStm")];

/// How the page leads to the stream.
#[derive(Clone, Copy)]
enum Drawn {
    Content,
    Form,
}

/// A file of one page which draws a stream named `mark` with this content.
fn file((written, meant): (&str, &str), drawn: Drawn, content: &[u8], packed: bool) -> (Vec<u8>, ObjectId) {
    let mut document = Document::with_version("1.7");
    let look =
        dictionary! { "Type" => written, "Subtype" => "Form", "BBox" => [0, 0, 9, 9].map(Object::from).to_vec(), "N" => 0, "First" => 0 };
    let stream = document.add_object(Stream::new(look, content.to_vec()));
    let (contents, resources) = match drawn {
        Drawn::Content => (stream, Dictionary::new()),
        Drawn::Form => {
            let draws = document.add_object(Stream::new(Dictionary::new(), b"/X Do".to_vec()));
            (draws, dictionary! { "XObject" => dictionary! { "X" => stream } })
        }
    };
    let pages = document.new_object_id();
    let page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => contents, "Resources" => resources };
    let page = document.add_object(page);
    document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(packed).use_xref_streams(packed).build();
    document.save_with_options(&mut bytes, options).expect("a file");
    let at = bytes.windows(written.len() + 1).position(|part| part == format!("/{written}").as_bytes()).expect("the name");
    bytes.get_mut(at + 1..at + 1 + meant.len()).expect("the name").copy_from_slice(meant.as_bytes());
    (bytes, stream)
}

#[test]
fn a_stream_that_a_page_draws_is_never_taken_for_the_files_own() {
    for mark in MARKS {
        for drawn in [Drawn::Content, Drawn::Form] {
            let (before, stream) = file(mark, drawn, b"0 g", false);
            let before = load(&before).expect("a document");
            assert!(before.objects.contains_key(&stream) && !structural(&before).contains(&stream), "{mark:?}");
            let read = |content: &[u8]| load(&file(mark, drawn, content, false).0).expect("a document");
            assert!(between(&before, &read(b"0 g"), Comes::Signature).is_ok());
            for content in [b"1 g 0 0 9 9 re f".as_slice(), b"0 G", b""] {
                let found = between(&before, &read(content), Comes::Signature);
                assert_eq!(found.err(), Some(Flaw::AlteredAfterSigning), "{mark:?}");
            }
            // Taken for no stream of the file even when it takes on or off the mark.
            let plain = load(&file(("XxRe", "Form"), drawn, b"1 g", false).0).expect("a document");
            assert!(between(&before, &plain, Comes::Signature).is_err() && between(&plain, &before, Comes::Signature).is_err());
        }
    }
}

#[test]
fn the_files_own_streams_are_told_from_what_is_drawn() {
    let (bytes, stream) = file(MARKS[0], Drawn::Form, b"0 g", true);
    let document = load(&bytes).expect("a document");
    let own = structural(&document);
    assert!(!own.is_empty() && !own.contains(&stream), "{own:?}");
    assert!(own.iter().all(|id| document.get_object(*id).is_ok_and(|object| object.as_stream().is_ok())));
}

#[test]
fn a_place_is_the_same_however_its_numbers_are_written_and_another_is_not() {
    // As a page's frame is written, so much white space before that the file keeps its length.
    let read = |frame: &str| {
        let mut document = Document::with_version("1.7");
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "MediaBox" => "FRAMEFRAMEFRAMEFRAME" });
        document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("a file");
        let stands = b"/FRAMEFRAMEFRAMEFRAME";
        let at = bytes.windows(stands.len()).position(|part| part == stands).expect("the frame");
        let written = format!("{frame:<width$}", width = stands.len());
        bytes.get_mut(at..at + stands.len()).expect("the frame").copy_from_slice(written.as_bytes());
        load(&bytes).expect("a document")
    };
    let was = read("[0 0 612.0 792]");
    for same in ["[0 0 612 792]", "[0.0 0 612 792.00]"] {
        assert!(between(&was, &read(same), Comes::Signature).is_ok(), "{same}");
    }
    for other in ["[0 0 612.5 792]", "[0 0 61 792]", "[0 0 612 -792]"] {
        assert_eq!(between(&was, &read(other), Comes::Signature).err(), Some(Flaw::AlteredAfterSigning), "{other}");
    }
}
