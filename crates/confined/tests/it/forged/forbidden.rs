//! K12: what a signer forbade happens all the same. K3: something comes between the national signature and the first ordinary one.

use super::by::{Dress, signed};
use super::update::{Update, annotation, embedded};
use super::{Corpus, Originals};
use documents::pdf::{Enclosures, Signing};
use documents::verify::Flaw;
use gm::certificate::Scheme;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use seals::hash::Hash;

/// A reference to a transform, as it stands in a signature.
pub(super) fn transform(method: &str, parameters: Dictionary) -> Dictionary {
    dictionary! { "Type" => "SigRef", "TransformMethod" => method, "TransformParams" => parameters }
}

fn by(references: Vec<Dictionary>) -> Dress {
    Dress::signature(dictionary! { "Reference" => references.into_iter().map(Object::from).collect::<Vec<_>>() })
}

fn names(names: &[&str]) -> Vec<Object> {
    names.iter().map(|name| Object::string_literal(*name)).collect()
}

/// An empty signature field of no size, for somebody who signs later.
pub(super) fn prepared(update: &mut Update, name: &str) -> ObjectId {
    let root = update.root();
    let field = update.add(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal(name), "F" => 132,
        "Rect" => vec![Object::from(0); 4],
    });
    let mut fields = match update.current(root).get(b"AcroForm") {
        Ok(form) => form.as_dict().unwrap().get(b"Fields").unwrap().as_array().unwrap().clone(),
        Err(_) => Vec::new(),
    };
    fields.push(field.into());
    update.dictionary(root).set("AcroForm", dictionary! { "Fields" => fields, "SigFlags" => 3 });
    field
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |name: &str, first: &dyn Fn(&mut Update) -> Dress, then: &dyn Fn(&mut Update) -> Dress| {
        let mut update = Update::of(&originals.pages.pdf);
        let dress = first(&mut update);
        let certified = signed(originals, signer, update, &dress);
        let mut update = Update::of(&certified);
        let dress = then(&mut update);
        let bytes = signed(originals, signer, update, &dress);
        corpus.add(format!("PDF forbidden (K12): {name}"), Flaw::AlteredAfterSigning, bytes);
    };
    let certified = |level: i64| move |_: &mut Update| by(vec![transform("DocMDP", dictionary! { "P" => level, "V" => "1.2" })]);
    let again = |_: &mut Update| Dress::default();
    add("no changes, and signed again", &certified(1), &again);
    add("a level that is none, and signed again", &certified(0), &again);
    add("a level of words, and signed again", &|_| by(vec![transform("DocMDP", dictionary! { "P" => "No" })]), &again);
    add(
        "a reference that is no list, and signed again",
        &|_| Dress::signature(dictionary! { "Reference" => transform("DocMDP", dictionary! { "P" => 1 }) }),
        &again,
    );
    add(
        "no changes beside a harmless transform",
        &|_| by(vec![transform("Identity", Dictionary::new()), transform("DocMDP", dictionary! { "P" => 1 })]),
        &again,
    );
    for level in [1, 2, 3] {
        let note = |update: &mut Update| {
            let (page, note) = (update.page(), update.add(annotation("FreeText")));
            let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
            all.push(note.into());
            update.dictionary(page).set("Annots", all);
            Dress::default()
        };
        add(&format!("level {level}, and a note"), &certified(level), &note);
        add(&format!("level {level}, and another content"), &certified(level), &|update| {
            let (page, stream) = (update.page(), update.add(Stream::new(Dictionary::new(), b"0 g".to_vec())));
            update.dictionary(page).set("Contents", stream);
            Dress::default()
        });
        add(&format!("level {level}, and a field over the text"), &certified(level), &|_| {
            Dress::field(dictionary! { "Rect" => [100, 500, 300, 540].map(Object::from).to_vec() })
        });
    }
    add(
        "no changes, and a prepared field signed",
        &|update| {
            prepared(update, "later");
            by(vec![transform("DocMDP", dictionary! { "P" => 1 })])
        },
        &|update| Dress { existing: Some(field(update, "later")), ..Dress::default() },
    );
    let locks = [
        ("all fields", dictionary! { "Action" => "All" }),
        ("the field by name", dictionary! { "Action" => "Include", "Fields" => names(&["later"]) }),
        ("the field among others", dictionary! { "Action" => "Include", "Fields" => names(&["x", "later"]) }),
        ("all but another", dictionary! { "Action" => "Exclude", "Fields" => names(&["x"]) }),
        ("all but what begins alike", dictionary! { "Action" => "Exclude", "Fields" => names(&["late"]) }),
        ("without an action", dictionary! { "Fields" => names(&["x"]) }),
        ("with an action that is none", dictionary! { "Action" => "Some", "Fields" => names(&["x"]) }),
        ("named without names", dictionary! { "Action" => "Include" }),
    ];
    for (name, lock) in &locks {
        let sign_prepared = |update: &mut Update| Dress { existing: Some(field(update, "later")), ..Dress::default() };
        add(
            &format!("a lock on {name}"),
            &|update| {
                prepared(update, "later");
                by(vec![transform("FieldMDP", lock.clone())])
            },
            &sign_prepared,
        );
        add(
            &format!("a lock in the signer's own field on {name}"),
            &|update| {
                prepared(update, "later");
                Dress::field(dictionary! { "Lock" => lock.clone() })
            },
            &sign_prepared,
        );
    }
    add("a lock without parameters", &|_| by(vec![dictionary! { "Type" => "SigRef", "TransformMethod" => "FieldMDP" }]), &again);
    add("a lock on all fields, and a new one", &|_| by(vec![transform("FieldMDP", dictionary! { "Action" => "All" })]), &again);
    add(
        "a lock on one field that allows no changes",
        &|_| Dress::field(dictionary! { "Lock" => dictionary! { "Action" => "Include", "Fields" => names(&["x"]), "P" => 1 } }),
        &again,
    );
    between(originals, corpus);
}

/// The field of this name.
pub(super) fn field(update: &Update, name: &str) -> ObjectId {
    let is_it = |object: &Object| {
        object.as_dict().is_ok_and(|entries| entries.get(b"T").and_then(Object::as_str).is_ok_and(|own| own == name.as_bytes()))
    };
    *update.0.get_prev_documents().objects.iter().find(|(_, object)| is_it(object)).unwrap().0
}

/// K3: the national signature covers the letter as it was typeset; then it is changed, and then the evidence attached and all signed.
fn between(originals: &Originals, corpus: &mut Corpus) {
    let (parties, pages) = (&originals.parties, &originals.pages);
    let signer = &parties.guarantor_ordinary;
    let evidence = parties.national(&pages.pdf, &parties.guarantor);
    let mut add = |name: &str, change: &dyn Fn(&mut Update)| {
        let mut update = Update::of(&pages.pdf);
        change(&mut update);
        let changed = update.written();
        let enclosures = Enclosures { evidence: Some(&evidence), ..Enclosures::default() };
        let signing = Signing::prepare(&changed, None, &enclosures, Scheme::EcdsaSha256, &signer.certificate).unwrap();
        let value = signer.sign(parties, &signing.to_be_signed());
        let stamp = parties.stamp(&value, Hash::Sha256);
        let bytes = signing.finish(&value, std::slice::from_ref(&signer.certificate), Some(&stamp)).unwrap();
        corpus.add(format!("PDF after the evidence (K3): {name}"), Flaw::AlteredAfterSigning, bytes);
    };
    add("another content", &|update| {
        let (page, stream) = (update.page(), update.add(Stream::new(Dictionary::new(), b"0 g".to_vec())));
        update.dictionary(page).set("Contents", stream);
    });
    add("more content", &|update| {
        let (page, stream) = (update.page(), update.add(Stream::new(Dictionary::new(), b"1 g 90 480 300 80 re f".to_vec())));
        let before = update.current(page).get(b"Contents").unwrap().clone();
        update.dictionary(page).set("Contents", vec![before, stream.into()]);
    });
    add("a note", &|update| {
        let (page, note) = (update.page(), update.add(annotation("Stamp")));
        update.dictionary(page).set("Annots", vec![Object::from(note)]);
    });
    add("a page turned", &|update| {
        let page = update.page();
        update.dictionary(page).set("Rotate", 180);
    });
    add("the record exchanged", &|update| {
        let id = embedded(update.0.get_prev_documents());
        update.put(id, Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
    });
    add("another file attached", &|update| {
        let root = update.root();
        let file = update.add(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
        let name = || Object::string_literal("other.json");
        let file = update.add(dictionary! { "Type" => "Filespec", "F" => name(), "UF" => name(), "EF" => dictionary! { "F" => file } });
        let mut associated = update.resolved(update.current(root).get(b"AF").unwrap()).as_array().unwrap().clone();
        associated.push(file.into());
        update.dictionary(root).set("AF", associated);
    });
    add("a text field", &|update| {
        let root = update.root();
        let field = update.add(dictionary! { "FT" => "Tx", "T" => Object::string_literal("amount"), "V" => Object::string_literal("1") });
        update.dictionary(root).set("AcroForm", dictionary! { "Fields" => vec![Object::from(field)] });
    });
    add("layers", &|update| {
        let root = update.root();
        update.dictionary(root).set("OCProperties", dictionary! { "OCGs" => Vec::<Object>::new() });
    });
    add("an object that nothing uses", &|update| {
        update.add(dictionary! { "Type" => "Page" });
    });
}
