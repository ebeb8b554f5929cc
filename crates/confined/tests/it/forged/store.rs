//! Behind the last signature only data for judging may come (E6): what else comes with it, or instead of it.

use super::update::{Update, annotation};
use super::{Corpus, Originals};
use documents::verify::Flaw;
use lopdf::{Dictionary, Object, Stream, dictionary};

/// The store of the letter with one more list, which by itself would be allowed.
fn grown(update: &mut Update) -> Dictionary {
    let more = update.add(Stream::new(Dictionary::new(), b"0\x03\x02\x01\x05".to_vec()));
    let store = update.current(update.root()).get(b"DSS").unwrap().clone();
    let mut store = update.resolved(&store).as_dict().unwrap().clone();
    let mut all = store.get(b"CRLs").unwrap().as_array().unwrap().clone();
    all.push(more.into());
    store.set("CRLs", all);
    store
}

fn keep(update: &mut Update, store: Dictionary) {
    let (root, store) = (update.root(), update.add(store));
    update.dictionary(root).set("DSS", store);
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let reason = Flaw::NotWholeFile;
    let mut add = |name: &str, change: &dyn Fn(&mut Update, Dictionary)| {
        let mut update = Update::of(&originals.pdf);
        let store = grown(&mut update);
        change(&mut update, store);
        corpus.add(format!("PDF store behind the end: {name}"), reason, update.written());
    };
    for key in ["Certs", "CRLs"] {
        add(&format!("without its {key}"), &|update, mut store| {
            store.remove(key.as_bytes());
            keep(update, store);
        });
        add(&format!("with one less of its {key}"), &|update, mut store| {
            let mut all = store.get(key.as_bytes()).unwrap().as_array().unwrap().clone();
            all.remove(0);
            store.set(key, all);
            keep(update, store);
        });
        add(&format!("with others in the place of its {key}"), &|update, mut store| {
            let other = update.add(Stream::new(Dictionary::new(), b"other".to_vec()));
            store.set(key, vec![Object::from(other)]);
            keep(update, store);
        });
        add(&format!("with something else among its {key}"), &|update, mut store| {
            let page = update.page();
            store.set(key, vec![Object::from(page)]);
            keep(update, store);
        });
    }
    add("taken away", &|update, _| {
        let root = update.root();
        update.dictionary(root).remove(b"DSS");
    });
    add("empty", &|update, _| keep(update, Dictionary::new()));
    add("with a key of its own", &|update, mut store| {
        store.set("More", 1);
        keep(update, store);
    });
    add("that is a stream", &|update, store| {
        let (root, stream) = (update.root(), update.add(Stream::new(store, Vec::new())));
        update.dictionary(root).set("DSS", stream);
    });
    add("with a stream that leads to a page", &|update, mut store| {
        let page = update.page();
        let stream = update.add(Stream::new(dictionary! { "Page" => page }, b"x".to_vec()));
        store.set("OCSPs", vec![Object::from(stream)]);
        keep(update, store);
    });
    add("with one of its streams changed", &|update, store| {
        let first = store.get(b"Certs").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        update.put(first, Stream::new(Dictionary::new(), b"x".to_vec()));
        keep(update, store);
    });
    add("with an object beside it that nothing uses", &|update, store| {
        keep(update, store);
        update.add(dictionary! { "Type" => "Page" });
    });
    add("with a file attached beside it", &|update, store| {
        keep(update, store);
        let file = update.add(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
        update.add(dictionary! { "Type" => "Filespec", "F" => Object::string_literal("x"), "EF" => dictionary! { "F" => file } });
    });
    add("with a note beside it", &|update, store| {
        keep(update, store);
        let (page, note) = (update.page(), update.add(annotation("FreeText")));
        let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(note.into());
        update.dictionary(page).set("Annots", all);
    });
    add("with another language beside it", &|update, store| {
        keep(update, store);
        let root = update.root();
        update.dictionary(root).set("Lang", Object::string_literal("en"));
    });
    add("with an empty signature field beside it", &|update, store| {
        keep(update, store);
        let root = update.root();
        let field = update.add(dictionary! { "FT" => "Sig", "T" => Object::string_literal("more") });
        let mut form = update.resolved(update.current(root).get(b"AcroForm").unwrap()).as_dict().unwrap().clone();
        let mut fields = form.get(b"Fields").unwrap().as_array().unwrap().clone();
        fields.push(field.into());
        form.set("Fields", fields);
        update.dictionary(root).set("AcroForm", form);
    });
    add("with records of signatures that are no records", &|update, mut store| {
        store.set("VRI", dictionary! { "ABCD" => dictionary! { "Page" => 1 } });
        keep(update, store);
    });
    let mut hidden = |name: &str, put: &str| {
        let mut update = Update::of(&originals.pdf);
        let store = grown(&mut update);
        keep(&mut update, store);
        let bytes = update.written();
        let at = originals.pdf.len();
        // In front of the first object of the update, whose offsets then hold no longer: so behind its last, in front of the table.
        let table = at + bytes[at..].windows(5).rposition(|part| part == b"\nxref").unwrap() + 1;
        let start = bytes[..].windows(9).rposition(|part| part == b"startxref").unwrap();
        let moved = format!("startxref\n{}\n%%EOF\n", table + put.len());
        let out = [&bytes[..table], put.as_bytes(), &bytes[table..start], moved.as_bytes()].concat();
        corpus.add(format!("PDF store behind the end: {name}"), reason, out);
    };
    hidden("with an object that only a reader finds that mends files", "4 0 obj\n<</Type/Page/Rotate 180>>\nendobj\n");
    hidden("with a second catalogue that no table lists", "1 0 obj\r<</Type/Catalog>>\rendobj\r");
    hidden("with another object number for a page, unlisted", "7000  0  obj <</Type /Page>> endobj\n");
    // The library goes by the number that it finds there, other readers by the number in the table.
    let previous = Update::of(&originals.pdf);
    let (page, root) = (previous.page().0, previous.root().0);
    let tail = &originals.pdf[originals.pdf.windows(9).rposition(|part| part == b"startxref").unwrap() + 10..];
    let before: usize = std::str::from_utf8(tail).unwrap().split_whitespace().next().unwrap().parse().unwrap();
    let (at, object) = (originals.pdf.len(), "9000 0 obj\n<</Type/Page/Rotate 180>>\nendobj\n");
    let table = format!(
        "xref\n{page} 1\n{at:010} 00000 n \ntrailer\n<</Size 9001/Root {root} 0 R/Prev {before}>>\nstartxref\n{}\n%%EOF\n",
        at + object.len()
    );
    let bytes = [&originals.pdf, object.as_bytes(), table.as_bytes()].concat();
    corpus.add("PDF behind the end: a table that leads to an object of another number", Flaw::PdfMalformed, bytes);
}
