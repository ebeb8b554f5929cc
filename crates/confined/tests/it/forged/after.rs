//! What a second signer's update brings along under the cover of something that may come with a signature.

use super::by::{Dress, signed};
use super::update::{Update, annotation, embedded};
use super::{Corpus, Originals};
use documents::verify::Flaw;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

fn contents(update: &Update) -> ObjectId {
    let entry = update.current(update.page()).get(b"Contents").unwrap().clone();
    let first = entry.as_array().ok().and_then(|parts| parts.first().cloned());
    first.unwrap_or(entry).as_reference().unwrap()
}

fn form(update: &mut Update, change: &dyn Fn(&mut Dictionary)) {
    let root = update.root();
    let mut form = update.resolved(update.current(root).get(b"AcroForm").unwrap()).as_dict().unwrap().clone();
    change(&mut form);
    update.dictionary(root).set("AcroForm", form);
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    disguised(originals, corpus);
    dangling(originals, corpus);
    prepared(originals, corpus);
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Update)| {
        let mut update = Update::of(&originals.pdf);
        change(&mut update);
        corpus.add(format!("PDF second signer brings: {name}"), reason, signed(originals, signer, update, &Dress::default()));
    };
    let altered = Flaw::AlteredAfterSigning;
    add("metadata with another title", altered, &|update| {
        let text =
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>300,000.00</dc:title></x:xmpmeta>";
        let (root, metadata) =
            (update.root(), update.add(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, text.into())));
        update.dictionary(root).set("Metadata", metadata);
    });
    add("metadata with a document type", altered, &|update| {
        let text = "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>";
        let (root, metadata) =
            (update.root(), update.add(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, text.into())));
        update.dictionary(root).set("Metadata", metadata);
    });
    add("metadata that is no metadata", altered, &|update| {
        let (root, metadata) = (update.root(), update.add(Stream::new(dictionary! { "Type" => "XObject" }, b"1 g".to_vec())));
        update.dictionary(root).set("Metadata", metadata);
    });
    add("information with another title", altered, &|update| {
        let information = update.add(dictionary! { "Title" => Object::string_literal("300,000.00") });
        update.0.new_document.trailer.set("Info", information);
    });
    add("a form whose fields are to be drawn anew", altered, &|update| form(update, &|form| form.set("NeedAppearances", true)));
    add("a form of another kind (XFA)", altered, &|update| {
        let data = update.add(Stream::new(Dictionary::new(), b"<xdp/>".to_vec()));
        form(update, &|form| form.set("XFA", data));
    });
    add("a text field", altered, &|update| {
        let field = update.add(dictionary! { "FT" => "Tx", "T" => Object::string_literal("amount"), "V" => Object::string_literal("1") });
        form(update, &|form| {
            let mut fields = form.get(b"Fields").unwrap().as_array().unwrap().clone();
            fields.push(field.into());
            form.set("Fields", fields);
        });
    });
    add("an order in which fields are reckoned", altered, &|update| form(update, &|form| form.set("CO", Vec::<Object>::new())));
    add("a page that opens first", altered, &|update| {
        let (root, page) = (update.root(), update.page());
        update.dictionary(root).set("OpenAction", vec![Object::from(page), "FitH".into(), 0.into()]);
    });
    for (key, value) in [
        ("PageMode", Object::from("UseAttachments")),
        ("Lang", Object::string_literal("en")),
        ("ViewerPreferences", Object::from(dictionary! { "HideToolbar" => true })),
        ("PageLabels", Object::from(dictionary! { "Nums" => vec![0.into(), dictionary! { "P" => Object::string_literal("9") }.into()] })),
        ("Outlines", Object::from(dictionary! { "Type" => "Outlines" })),
        ("Dests", Object::from(Dictionary::new())),
        ("Threads", Object::from(Vec::<Object>::new())),
        ("Collection", Object::from(dictionary! { "View" => "H" })),
        ("Perms", Object::from(Dictionary::new())),
        ("Version", Object::string_literal("1.4")),
    ] {
        add(&format!("another {key} at the root"), altered, &|update| {
            let root = update.root();
            update.dictionary(root).set(key, value.clone());
        });
    }
    add("layers that are off", altered, &|update| {
        let root = update.root();
        let layer = update.add(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("x") });
        let default = dictionary! { "OFF" => vec![Object::from(layer)] };
        update.dictionary(root).set("OCProperties", dictionary! { "OCGs" => vec![Object::from(layer)], "D" => default });
    });
    for key in ["Rotate", "UserUnit", "CropBox", "Group", "Tabs", "AA"] {
        add(&format!("another {key} of a page"), altered, &|update| {
            let page = update.page();
            update.dictionary(page).set(key, 90);
        });
    }
    for kind in ["FreeText", "Stamp", "Square", "Link", "Popup", "FileAttachment", "Watermark"] {
        add(&format!("a {kind} annotation"), altered, &|update| {
            let (page, note) = (update.page(), update.add(annotation(kind)));
            let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
            all.push(note.into());
            update.dictionary(page).set("Annots", all);
        });
    }
    add("an object that nothing uses", altered, &|update| {
        update.add(dictionary! { "Type" => "Page" });
    });
    add("the attached record exchanged", altered, &|update| {
        let id = embedded(update.0.get_prev_documents());
        update.put(id, Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
    });
    add("another attached file", altered, &|update| {
        let root = update.root();
        let file = update.add(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
        let name = || Object::string_literal("other.json");
        let file = update.add(dictionary! { "Type" => "Filespec", "F" => name(), "UF" => name(), "EF" => dictionary! { "F" => file } });
        let mut associated = update.resolved(update.current(root).get(b"AF").unwrap()).as_array().unwrap().clone();
        associated.push(file.into());
        update.dictionary(root).set("AF", associated);
    });
    add("a structure that reads the amount otherwise", altered, &|update| {
        let root = update.root();
        let tree = update.add(dictionary! { "Type" => "StructTreeRoot", "K" => dictionary! {
            "Type" => "StructElem", "S" => "Form", "ActualText" => Object::string_literal("300,000.00"),
        } });
        update.dictionary(root).set("StructTreeRoot", tree);
    });
    add("a structure that names its kinds otherwise", altered, &|update| {
        let tree = update.current(update.root()).get(b"StructTreeRoot").ok().and_then(|tree| tree.as_reference().ok());
        match tree {
            Some(tree) => update.dictionary(tree).set("RoleMap", dictionary! { "P" => "Artifact" }),
            None => {
                let root = update.root();
                update.dictionary(root).set("MarkInfo", dictionary! { "Suspects" => true });
            }
        }
    });
}

/// Something that is shown changes its purpose on paper: the object that changes is referred to as what may change.
fn disguised(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |name: &str, change: &dyn Fn(&mut Update)| {
        let mut update = Update::of(&originals.pdf);
        change(&mut update);
        corpus.add(format!("PDF disguised: {name}"), Flaw::AlteredAfterSigning, signed(originals, signer, update, &Dress::default()));
    };
    let blank = || Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, b"<x/>".to_vec());
    add("the page's content as metadata", &|update| {
        let (root, id) = (update.root(), contents(update));
        update.put(id, blank());
        update.dictionary(root).set("Metadata", id);
    });
    add("the page's content as a certificate of the store", &|update| {
        let (root, id) = (update.root(), contents(update));
        update.put(id, Stream::new(Dictionary::new(), b"0 g".to_vec()));
        let mut store = update.resolved(update.current(root).get(b"DSS").unwrap()).as_dict().unwrap().clone();
        let mut all = store.get(b"Certs").unwrap().as_array().unwrap().clone();
        all.push(id.into());
        store.set("Certs", all);
        update.dictionary(root).set("DSS", store);
    });
    add("the page's content as an appearance", &|update| {
        let id = contents(update);
        update.put(id, Stream::new(dictionary! { "Subtype" => "Form" }, b"0 g".to_vec()));
        let root = update.root();
        form(update, &|form| form.set("DR", dictionary! { "XObject" => dictionary! { "x" => id } }));
        assert!(update.current(root).has(b"AcroForm"));
    });
    add("the page's resources as the document's information", &|update| {
        let page = update.page();
        let resources = update.current(page).get(b"Resources").unwrap().clone();
        let id = resources.as_reference().unwrap_or(page);
        let mut changed = update.current(id);
        changed.set("ModDate", Object::string_literal("D:20261121100000Z"));
        update.put(id, changed);
        update.0.new_document.trailer.set("Info", id);
    });
    add("a page as the form", &|update| {
        let (root, page) = (update.root(), update.page());
        update.dictionary(page).set("Fields", Vec::<Object>::new());
        update.dictionary(root).set("Extensions", page);
    });
}

/// The letter refers to something that is not there; the update puts it there.
fn dangling(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let missing = (9_000, 0);
    let mut add = |name: &str, refer: &dyn Fn(&mut Update), define: Object| {
        let mut update = Update::of(&originals.pages.pdf);
        refer(&mut update);
        let off_the_page = || Dress { not_on_page: true, ..Dress::default() };
        let first = signed(originals, signer, update, &off_the_page());
        let mut update = Update::of(&first);
        update.put(missing, define);
        update.0.new_document.max_id = update.0.new_document.max_id.max(missing.0);
        let bytes = signed(originals, signer, update, &off_the_page());
        corpus.add(format!("PDF filled afterwards: {name}"), Flaw::AlteredAfterSigning, bytes);
    };
    let stream = || Stream::new(Dictionary::new(), b"1 g 90 480 300 80 re f".to_vec());
    add(
        "a part of the page's content",
        &|update| {
            let page = update.page();
            let before = update.current(page).get(b"Contents").unwrap().clone();
            update.dictionary(page).set("Contents", vec![before, Object::Reference(missing)]);
        },
        stream().into(),
    );
    add(
        "an annotation",
        &|update| {
            let page = update.page();
            update.dictionary(page).set("Annots", vec![Object::Reference(missing)]);
        },
        annotation("FreeText").into(),
    );
    add(
        "the list of annotations",
        &|update| {
            let page = update.page();
            update.dictionary(page).set("Annots", Object::Reference(missing));
        },
        Object::from(vec![Object::from(annotation("Stamp"))]),
    );
    add(
        "a setting of graphics",
        &|update| {
            let page = update.page();
            let resources = update.current(page).get(b"Resources").unwrap().clone();
            let mut resources = update.resolved(&resources).as_dict().unwrap().clone();
            resources.set("ExtGState", dictionary! { "x" => Object::Reference(missing) });
            update.dictionary(page).set("Resources", resources);
        },
        dictionary! { "ca" => 0 }.into(),
    );
    add(
        "the layers",
        &|update| {
            let root = update.root();
            update.dictionary(root).set("OCProperties", Object::Reference(missing));
        },
        dictionary! { "OCGs" => Vec::<Object>::new() }.into(),
    );
}

/// Prepared before the signature and sprung after it (shadow documents).
fn prepared(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |name: &str, reason: Flaw, prepare: &dyn Fn(&mut Update) -> ObjectId, spring: &dyn Fn(&mut Update, ObjectId)| {
        let mut update = Update::of(&originals.pages.pdf);
        let id = prepare(&mut update);
        let first = signed(originals, signer, update, &Dress::default());
        let mut update = Update::of(&first);
        spring(&mut update, id);
        corpus.add(format!("PDF shadow: {name}"), reason, signed(originals, signer, update, &Dress::default()));
    };
    let altered = Flaw::AlteredAfterSigning;
    let text_field = |update: &mut Update| {
        let (root, page) = (update.root(), update.page());
        let field = update.add(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "T" => Object::string_literal("amount"), "P" => page,
            "Rect" => [100, 500, 300, 540].map(Object::from).to_vec(), "V" => Object::string_literal("30,000.00"), "F" => 4,
            "DA" => Object::string_literal("/Helv 12 Tf 0 g"),
        });
        update.dictionary(page).set("Annots", vec![Object::from(field)]);
        update.dictionary(root).set("AcroForm", dictionary! { "Fields" => vec![Object::from(field)] });
        field
    };
    add("replace: the value of a text field", Flaw::FilledAfterSigning, &text_field, &|update, field| {
        update.dictionary(field).set("V", Object::string_literal("300,000.00"));
    });
    add("replace: the look of a text field", Flaw::FilledAfterSigning, &text_field, &|update, field| {
        let look = update.add(Stream::new(dictionary! { "Subtype" => "Form" }, b"1 g 0 0 200 40 re f".to_vec()));
        update.dictionary(field).set("AP", dictionary! { "N" => look });
    });
    add("replace: a text field filled, and a page changed", altered, &text_field, &|update, field| {
        update.dictionary(field).set("V", Object::string_literal("300,000.00"));
        let page = update.page();
        update.dictionary(page).set("Rotate", 180);
    });
    add("replace: the place of a text field", altered, &text_field, &|update, field| {
        update.dictionary(field).set("Rect", [0, 0, 600, 800].map(Object::from).to_vec());
    });
    add("replace: the form's font for a text field", altered, &text_field, &|update, _| {
        let font = update.add(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Symbol" });
        form(update, &|form| form.set("DR", dictionary! { "Font" => dictionary! { "Helv" => font } }));
    });
    add("replace: the form's defaults for a text field", altered, &text_field, &|update, _| {
        form(update, &|form| form.set("DA", Object::string_literal("/Helv 0.1 Tf 1 g")));
    });
    let unused = |update: &mut Update| update.add(Stream::new(Dictionary::new(), b"1 g 90 480 300 80 re f".to_vec()));
    add("hide and replace: a content that was there unused", altered, &unused, &|update, id| {
        let page = update.page();
        update.dictionary(page).set("Contents", id);
    });
    add("hide and replace: an annotation that was there unused", altered, &|update| update.add(annotation("Stamp")), &|update, id| {
        let page = update.page();
        update.dictionary(page).set("Annots", vec![Object::from(id)]);
    });
    add(
        "hide and replace: a catalogue that was there unused",
        Flaw::SignatureAmbiguous,
        &|update| {
            let root = update.current(update.root());
            update.add(root)
        },
        &|update, id| {
            let root = update.current(update.root());
            update.put(id, root);
            update.0.new_document.trailer.set("Root", id);
        },
    );
    add(
        "hide: a picture taken away",
        altered,
        &|update| {
            let page = update.page();
            let stream = update.add(Stream::new(Dictionary::new(), b"1 g 90 480 300 80 re f".to_vec()));
            let before = update.current(page).get(b"Contents").unwrap().clone();
            update.dictionary(page).set("Contents", vec![before, stream.into()]);
            stream
        },
        &|update, id| update.put(id, Stream::new(Dictionary::new(), Vec::new())),
    );
    add("hide: a picture that became nothing", altered, &unused, &|update, id| update.put(id, Object::Null));
}
