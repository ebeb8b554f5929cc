//! Streams that call themselves the file's own, a cross-reference or a store of objects, and that a page draws all the same: readers go by
//! where a stream stands. Written under a harmless name of the same length and renamed before anybody signs.

use super::by::{Dress, STANDS_FOR, named, signed};
use super::update::Update;
use super::{Corpus, Originals};
use documents::verify::Flaw;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

/// Covers the amount, or draws nothing.
const OVER: &[u8] = b"1 g 90 480 300 80 re f";
const NOTHING: &[u8] = b"0 g";
/// An object that the letter refers to and does not have.
const MISSING: ObjectId = (9_000, 0);

/// A stream named `kind` that draws `content`; as a store of objects it is a well-made one that holds none.
fn stream(kind: &str, content: &[u8]) -> Stream {
    let look = dictionary! {
        "Type" => kind, "Subtype" => "Form", "BBox" => [0, 0, 600, 850].map(Object::from).to_vec(), "N" => 0, "First" => 0,
        "Size" => 1, "W" => [1, 2, 1].map(Object::from).to_vec(), "Resources" => Dictionary::new(),
    };
    Stream::new(look, content.to_vec()).with_compression(false)
}

/// Puts one more part at the end of the page's content.
fn append(update: &mut Update, part: ObjectId) {
    let page = update.page();
    let before = update.current(page).get(b"Contents").unwrap().clone();
    let mut parts = before.as_array().cloned().unwrap_or_else(|_| vec![before]);
    parts.push(part.into());
    update.dictionary(page).set("Contents", parts);
}

/// Lets the page draw `form`.
fn draw(update: &mut Update, form: ObjectId) {
    let page = update.page();
    let resources = update.current(page).get(b"Resources").unwrap().clone();
    let mut resources = update.resolved(&resources).as_dict().unwrap().clone();
    let known = resources.get(b"XObject").ok().map(|forms| update.resolved(forms).as_dict().unwrap().clone());
    let mut forms = known.unwrap_or_default();
    forms.set("Over", form);
    resources.set("XObject", forms);
    update.dictionary(page).set("Resources", resources);
    let part = update.add(Stream::new(Dictionary::new(), b"/Over Do".to_vec()));
    append(update, part);
}

/// How a page comes to draw a stream.
type Place = (&'static str, fn(&mut Update, ObjectId));
const PLACES: [Place; 2] = [("a form", draw), ("a part of the page's content", append)];

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    for (kind, meant) in STANDS_FOR {
        for (place, put) in PLACES {
            marked_before_signing(originals, corpus, (kind, &format!("/{meant} that is {place}")), put);
        }
        marked_afterwards(originals, corpus, kind, meant);
    }
    held_in_a_store_that_nothing_lists(originals, corpus);
}

/// The letter was signed with a marked stream on its page, which changes in an update that a second signer covers, or nobody.
fn marked_before_signing(originals: &Originals, corpus: &mut Corpus, (kind, name): (&str, &str), put: fn(&mut Update, ObjectId)) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut update = Update::of(&originals.pages.pdf);
    let id = update.add(stream(kind, NOTHING));
    put(&mut update, id);
    let first = signed(originals, signer, update, &Dress::default());
    let mut add = |what: &str, change: &dyn Fn(&mut Update)| {
        let mut update = Update::of(&first);
        change(&mut update);
        let bytes = signed(originals, signer, update, &Dress::default());
        corpus.add(format!("PDF with a stream {name}: {what}"), Flaw::AlteredAfterSigning, bytes);
    };
    add("it draws something else", &|update| update.put(id, stream(kind, OVER)));
    add("it draws something else, no longer marked", &|update| update.put(id, stream("XObject", OVER)));
    add("it is gone", &|update| update.put(id, Object::Null));
    let mut update = Update::of(&first);
    update.put(id, stream(kind, OVER));
    let root = update.root();
    update.dictionary(root).set("DSS", dictionary! { "Type" => "DSS", "Certs" => Vec::<Object>::new() });
    let mut bytes = update.written();
    named(&mut bytes[first.len()..]);
    corpus.add(format!("PDF with a stream {name}: it draws something else, unsigned"), Flaw::NotWholeFile, bytes);
    filled(originals, corpus, (kind, name), put);
}

/// What the marked stream refers to is not there when the letter is signed, and is put there afterwards.
fn filled(originals: &Originals, corpus: &mut Corpus, (kind, name): (&str, &str), put: fn(&mut Update, ObjectId)) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut update = Update::of(&originals.pages.pdf);
    let mut refers = stream(kind, b"/Later Do");
    refers.dict.set("Resources", dictionary! { "XObject" => dictionary! { "Later" => Object::Reference(MISSING) } });
    let id = update.add(refers);
    put(&mut update, id);
    let first = signed(originals, signer, update, &Dress::default());
    let mut update = Update::of(&first);
    update.put(MISSING, stream("XObject", OVER));
    update.0.new_document.max_id = update.0.new_document.max_id.max(MISSING.0);
    let bytes = signed(originals, signer, update, &Dress::default());
    corpus.add(format!("PDF with a stream {name}: what it refers to is put there"), Flaw::AlteredAfterSigning, bytes);
}

/// An update behind the letter's signature brings a marked stream, and a second signer covers it.
fn marked_afterwards(originals: &Originals, corpus: &mut Corpus, kind: &str, meant: &str) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |what: &str, change: &dyn Fn(&mut Update) -> Dress| {
        let mut update = Update::of(&originals.pdf);
        let dress = change(&mut update);
        let bytes = signed(originals, signer, update, &dress);
        corpus.add(format!("PDF update brings a stream /{meant}: {what}"), Flaw::AlteredAfterSigning, bytes);
    };
    for (place, put) in PLACES {
        add(&format!("it is {place}"), &|update| {
            let id = update.add(stream(kind, OVER));
            put(update, id);
            Dress::default()
        });
    }
    add("in the place of the page's content", &|update| {
        let entry = update.current(update.page()).get(b"Contents").unwrap().clone();
        let first = entry.as_array().ok().and_then(|parts| parts.first().cloned()).unwrap_or(entry);
        update.put(first.as_reference().unwrap(), stream(kind, OVER));
        Dress::default()
    });
    add("as the appearance of the later signature", &|update| {
        let look = update.add(stream(kind, OVER));
        let over = [90, 480, 390, 560].map(Object::from).to_vec();
        Dress::field(dictionary! { "Rect" => over, "AP" => dictionary! { "N" => look } })
    });
    add("within the appearance of the later signature", &|update| {
        let inner = update.add(stream(kind, OVER));
        let mut look = stream("XObject", b"/Inner Do");
        look.dict.set("Resources", dictionary! { "XObject" => dictionary! { "Inner" => inner } });
        let look = update.add(look);
        let over = [90, 480, 390, 560].map(Object::from).to_vec();
        Dress::field(dictionary! { "Rect" => over, "AP" => dictionary! { "N" => look } })
    });
}

/// A store of objects that no cross-reference leads into holds what the letter refers to: some readers look into it.
fn held_in_a_store_that_nothing_lists(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut update = Update::of(&originals.pages.pdf);
    append(&mut update, MISSING);
    let off_the_page = || Dress { not_on_page: true, ..Dress::default() };
    let first = signed(originals, signer, update, &off_the_page());
    let mut update = Update::of(&first);
    let head = format!("{} 0 ", MISSING.0);
    let held = [head.as_bytes(), b"<< /Type /Annot >>"].concat();
    let store = dictionary! { "Type" => STANDS_FOR[1].0, "N" => 1, "First" => i64::try_from(head.len()).unwrap() };
    update.add(Stream::new(store, held).with_compression(false));
    let bytes = signed(originals, signer, update, &off_the_page());
    corpus.add("PDF update brings a stream /ObjStm: it holds what the page refers to", Flaw::AlteredAfterSigning, bytes);
}
