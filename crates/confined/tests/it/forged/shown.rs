//! K1: a later signer's own field, or an earlier one's, shows something where the letter shows something else.

use super::by::{Dress, signed};
use super::update::Update;
use super::{Corpus, Originals};
use documents::verify::Flaw;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

/// Over the letter's text.
fn over() -> Vec<Object> {
    [100, 500, 300, 540].map(Object::from).to_vec()
}

fn nowhere() -> Vec<Object> {
    vec![Object::from(0); 4]
}

/// An appearance that paints the whole of its frame.
fn paint(update: &mut Update) -> ObjectId {
    let frame = [0, 0, 200, 40].map(Object::from).to_vec();
    let dictionary = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => frame, "Resources" => Dictionary::new() };
    update.add(Stream::new(dictionary, b"1 0 0 rg 0 0 200 40 re f".to_vec()))
}

/// The first signature's field.
fn first_field(update: &Update) -> ObjectId {
    let previous = update.0.get_prev_documents();
    let is_field = |object: &Object| {
        object.as_dict().is_ok_and(|entries| entries.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig"))
    };
    *previous.objects.iter().find(|(_, object)| is_field(object)).unwrap().0
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    own_fields(originals, corpus);
    earlier_fields(originals, corpus);
    for (what, use_it) in [("the page", Used::Page), ("another field", Used::OtherField)] {
        let bytes = drawn_in_place(originals, use_it);
        let name = format!("PDF earlier field (K1): a prepared blank, drawn in place, that {what} shows too");
        corpus.add(name, Flaw::AlteredAfterSigning, bytes);
    }
}

/// What else shows the appearance of a field that was prepared for the second signer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Used {
    Nothing,
    Page,
    OtherField,
}

/// A field whose appearance is an object of its own, signed beside it; then signed itself, its appearance drawn anew in its place.
fn drawn_in_place(originals: &Originals, used: Used) -> Vec<u8> {
    let signer = &originals.parties.guarantor_ordinary;
    let mut update = Update::of(&originals.pages.pdf);
    let (root, page) = (update.root(), update.page());
    let place = || [10, 10, 60, 22].map(Object::from).to_vec();
    let look = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => place() };
    let look = update.add(Stream::new(look.clone(), Vec::new()));
    let looks = update.add(dictionary! { "N" => look });
    let field = |name: &str| {
        dictionary! { "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal(name), "P" => page,
        "F" => 132, "Rect" => place(), "AP" => looks }
    };
    let prepared = update.add(field("Prepared"));
    let mut fields = vec![Object::from(prepared)];
    if used == Used::OtherField {
        fields.push(update.add(field("Other")).into());
    }
    update.dictionary(page).set("Annots", fields.clone());
    update.dictionary(root).set("AcroForm", dictionary! { "Fields" => fields });
    if used == Used::Page {
        update.dictionary(page).set("Kept", look);
    }
    let first = signed(originals, signer, update, &Dress::default());
    let mut update = Update::of(&first);
    let drawn = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => place() };
    update.put(look, Stream::new(drawn, b"1 0 0 rg 10 10 50 12 re f".to_vec()));
    signed(originals, signer, update, &Dress { existing: Some(prepared), ..Dress::default() })
}

#[test]
fn a_prepared_blank_may_be_drawn_in_its_place_by_whoever_signs_there() {
    let originals = Originals::new();
    let report =
        documents::verify::verify(&drawn_in_place(&originals, Used::Nothing), &originals.parties.trust(), originals.parties.now + 60);
    assert!(report.reasons().all(|reason| reason != Flaw::AlteredAfterSigning), "{report:#?}");
}

fn own_fields(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |name: &str, dress: &dyn Fn(&mut Update) -> Dress| {
        let mut update = Update::of(&originals.pdf);
        let dress = dress(&mut update);
        corpus.add(format!("PDF later signer (K1): {name}"), Flaw::AlteredAfterSigning, signed(originals, signer, update, &dress));
    };
    add("an appearance over the amount", &|update| {
        let look = paint(update);
        Dress::field(dictionary! { "Rect" => over(), "AP" => dictionary! { "N" => look } })
    });
    add("a field over the amount without an appearance", &|_| Dress::field(dictionary! { "Rect" => over() }));
    add("a background over the amount", &|_| {
        Dress::field(dictionary! { "Rect" => over(), "MK" => dictionary! { "BG" => vec![Object::from(1)] } })
    });
    add("a caption over the amount", &|_| {
        Dress::field(dictionary! { "Rect" => over(), "MK" => dictionary! { "CA" => Object::string_literal("300,000.00") } })
    });
    add("an appearance for a pressed button", &|update| {
        let (blank, look) = (update.add(Stream::new(dictionary! { "Subtype" => "Form" }, Vec::new())), paint(update));
        Dress::field(dictionary! { "Rect" => over(), "AP" => dictionary! { "N" => blank, "D" => look } })
    });
    add("an appearance of states", &|update| {
        let look = paint(update);
        Dress::field(dictionary! { "Rect" => over(), "AS" => "On", "AP" => dictionary! { "N" => dictionary! { "On" => look } } })
    });
    add("a border as wide as the page around nothing", &|_| {
        Dress::field(dictionary! { "Rect" => nowhere(), "BS" => dictionary! { "W" => 400 } })
    });
    add("an old border as wide as the page around nothing", &|_| {
        Dress::field(dictionary! { "Rect" => nowhere(), "Border" => vec![0.into(), 0.into(), 400.into()] })
    });
    add("a background of a field of no size", &|_| {
        Dress::field(dictionary! { "Rect" => nowhere(), "MK" => dictionary! { "BC" => vec![Object::from(1)] } })
    });
    add("an appearance without a frame, of a field of no size", &|update| {
        let look = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => nowhere() };
        let look = update.add(Stream::new(look, b"1 g 90 480 300 80 re f".to_vec()));
        Dress::field(dictionary! { "Rect" => nowhere(), "AP" => dictionary! { "N" => look } })
    });
    add("an appearance with a matrix, of a field without height", &|update| {
        let look = paint(update);
        let line = [100, 500, 300, 500].map(Object::from).to_vec();
        Dress::field(dictionary! { "Rect" => line, "AP" => dictionary! { "N" => look } })
    });
    add("a picture in the content of its appearance", &|update| {
        let look = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => [0, 0, 9, 9].map(Object::from).to_vec() };
        let look = update.add(Stream::new(look, b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q".to_vec()));
        Dress::field(dictionary! { "Rect" => over(), "AP" => dictionary! { "N" => look } })
    });
    add("a field that grows when the reader zooms out", &|update| {
        let look = paint(update);
        let corner = [2, 2, 4, 4].map(Object::from).to_vec();
        Dress::field(dictionary! { "Rect" => corner, "F" => 4 | 8, "AP" => dictionary! { "N" => look } })
    });
    add("a field hidden on the screen and printed", &|update| {
        let look = paint(update);
        Dress::field(dictionary! { "Rect" => over(), "F" => 4 | 32, "AP" => dictionary! { "N" => look } })
    });
    add("a widget that only the page lists", &|update| {
        let look = paint(update);
        Dress {
            not_in_form: false,
            ..Dress::field(dictionary! { "Rect" => over(), "Subtype" => "Stamp", "AP" => dictionary! { "N" => look } })
        }
    });
    add("a widget that only the form lists", &|update| {
        let look = paint(update);
        Dress { not_on_page: true, ..Dress::field(dictionary! { "Rect" => over(), "AP" => dictionary! { "N" => look } }) }
    });
    add("an action in its field", &|_| {
        let jump = dictionary! { "S" => "GoTo", "D" => vec![0.into(), "Fit".into()] };
        Dress::field(dictionary! { "A" => jump })
    });
    add("a field of another layer", &|update| {
        let layer = update.add(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("x") });
        Dress::field(dictionary! { "OC" => layer })
    });
    add("a second widget over the amount", &|update| {
        let look = paint(update);
        let (page, widget) = (
            update.page(),
            update.add(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "Rect" => over(), "AP" => dictionary! { "N" => look },
            }),
        );
        let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(widget.into());
        update.dictionary(page).set("Annots", all);
        Dress::field(dictionary! { "Kids" => vec![Object::from(widget)] })
    });
    add("a widget that says it is a signature's", &|update| {
        let look = paint(update);
        let (page, widget) = (
            update.page(),
            update.add(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "Rect" => over(), "AP" => dictionary! { "N" => look },
            }),
        );
        let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(widget.into());
        update.dictionary(page).set("Annots", all);
        Dress::default()
    });
    add("an empty field beside it over the amount", &|update| {
        let (root, page) = (update.root(), update.page());
        let field = update.add(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("more"), "Rect" => over(),
        });
        let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(field.into());
        update.dictionary(page).set("Annots", all);
        let mut form = update.resolved(update.current(root).get(b"AcroForm").unwrap()).as_dict().unwrap().clone();
        let mut fields = form.get(b"Fields").unwrap().as_array().unwrap().clone();
        fields.push(field.into());
        form.set("Fields", fields);
        update.dictionary(root).set("AcroForm", form);
        Dress::default()
    });
    add("a file attached through its signature", &|update| {
        let file = update.add(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
        let name = || Object::string_literal("other.json");
        let specification = dictionary! { "Type" => "Filespec", "F" => name(), "UF" => name(), "EF" => dictionary! { "F" => file } };
        Dress::signature(dictionary! { "Prop_Build" => dictionary! { "App" => update.add(specification) } })
    });
}

/// The field of the signature that was there is changed.
fn earlier_fields(originals: &Originals, corpus: &mut Corpus) {
    let signer = &originals.parties.guarantor_ordinary;
    let mut add = |name: &str, change: &dyn Fn(&mut Update, ObjectId)| {
        let reason = if name == "another value" { Flaw::SignatureAmbiguous } else { Flaw::AlteredAfterSigning };
        let mut update = Update::of(&originals.pdf);
        let field = first_field(&update);
        change(&mut update, field);
        let bytes = signed(originals, signer, update, &Dress::default());
        corpus.add(format!("PDF earlier field (K1): {name}"), reason, bytes);
    };
    add("another appearance", &|update, field| {
        let look = paint(update);
        update.dictionary(field).set("AP", dictionary! { "N" => look });
    });
    add("its appearance painted in place", &|update, field| {
        let look = update.current(field).get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap().as_reference().unwrap();
        let Object::Stream(mut stream) = update.object(look) else { return };
        stream.set_plain_content(b"0 0 1 rg -500 -500 2000 2000 re f".to_vec());
        update.put(look, stream);
    });
    add("moved", &|update, field| update.dictionary(field).set("Rect", over()));
    add("hidden", &|update, field| update.dictionary(field).set("F", 2));
    add("no longer locked", &|update, field| update.dictionary(field).set("F", 4));
    add("a background", &|update, field| update.dictionary(field).set("MK", dictionary! { "BG" => vec![Object::from(1)] }));
    add("another value", &|update, field| {
        update.dictionary(field).remove(b"V");
    });
    add("another kind", &|update, field| update.dictionary(field).set("FT", "Tx"));
    add("another name", &|update, field| update.dictionary(field).set("T", Object::string_literal("x")));
    add("a widget below it", &|update, field| {
        let look = paint(update);
        let widget = update.add(dictionary! { "Type" => "Annot", "Subtype" => "Widget", "Rect" => over(), "AP" => dictionary! { "N" => look }, "Parent" => field });
        update.dictionary(field).set("Kids", vec![Object::from(widget)]);
    });
    add("taken from its page", &|update, _| {
        let page = update.page();
        update.dictionary(page).set("Annots", Vec::<Object>::new());
    });
    add("listed twice on its page", &|update, field| {
        let page = update.page();
        let mut all = update.current(page).get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(field.into());
        update.dictionary(page).set("Annots", all);
    });
}
