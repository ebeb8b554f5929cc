//! Incremental updates behind the signature: what a reader shows is no longer what was signed.

use super::{Corpus, Originals};
use documents::verify::Flaw;
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, dictionary};

pub(super) struct Update(pub(super) IncrementalDocument, usize);

impl Update {
    pub(super) fn of(pdf: &[u8]) -> Self {
        Self(IncrementalDocument::create_from(pdf.to_vec(), Document::load_mem(pdf).unwrap()), pdf.len())
    }

    /// How long the file was before.
    pub(super) const fn previous_length(&self) -> usize {
        self.1
    }

    pub(super) fn root(&self) -> ObjectId {
        self.0.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap()
    }

    pub(super) fn page(&self) -> ObjectId {
        self.0.get_prev_documents().get_pages()[&1]
    }

    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.0.new_document.add_object(object)
    }

    /// What an object is by now.
    pub(super) fn object(&self, id: ObjectId) -> Object {
        let new = self.0.new_document.objects.get(&id);
        new.unwrap_or_else(|| self.0.get_prev_documents().get_object(id).unwrap()).clone()
    }

    pub(super) fn resolved(&self, object: &Object) -> Object {
        object.as_reference().map_or_else(|_| object.clone(), |id| self.object(id))
    }

    pub(super) fn current(&self, id: ObjectId) -> Dictionary {
        self.object(id).as_dict().unwrap().clone()
    }

    /// Puts `object` in the place of what is at `id`.
    pub(super) fn put(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.0.new_document.set_object(id, object);
    }

    /// The object `id`, taken over to be changed.
    pub(super) fn dictionary(&mut self, id: ObjectId) -> &mut Dictionary {
        self.0.opt_clone_object_to_new_document(id).unwrap();
        self.0.new_document.get_object_mut(id).unwrap().as_dict_mut().unwrap()
    }

    pub(super) fn written(mut self) -> Vec<u8> {
        let mut out = Vec::new();
        self.0.save_to(&mut out).unwrap();
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        out
    }
}

pub(super) fn annotation(kind: &str) -> Dictionary {
    dictionary! { "Type" => "Annot", "Subtype" => kind, "Rect" => vec![100.into(), 500.into(), 300.into(), 540.into()], "F" => 4,
    "Contents" => Object::string_literal("300,000.00"), "DA" => Object::string_literal("/Helv 12 Tf 0 g") }
}

pub(super) fn forge(originals: &Originals, corpus: &mut Corpus) {
    let pdf = originals.pdf.as_slice();
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Update)| {
        let mut update = Update::of(pdf);
        change(&mut update);
        corpus.add(format!("PDF update: {name}"), reason, update.written());
    };
    add("nothing", Flaw::NotWholeFile, &|_| {});
    add("an object that nothing uses", Flaw::NotWholeFile, &|update| {
        update.add(dictionary! { "Type" => "Nothing" });
    });
    for kind in ["FreeText", "Square", "Stamp", "Highlight", "Redact", "Ink", "Watermark", "Link", "Popup"] {
        add(&format!("a {kind} annotation over the amount"), Flaw::NotWholeFile, &|update| {
            let (page, note) = (update.page(), update.add(annotation(kind)));
            let mut all = update.dictionary(page).get(b"Annots").unwrap().as_array().unwrap().clone();
            all.push(note.into());
            update.dictionary(page).set("Annots", all);
        });
    }
    add("a picture over the page", Flaw::NotWholeFile, &|update| {
        let page = update.page();
        let stream = update.add(Stream::new(Dictionary::new(), b"1 g 90 480 300 80 re f".to_vec()));
        let before = update.dictionary(page).get(b"Contents").unwrap().clone();
        update.dictionary(page).set("Contents", vec![before, stream.into()]);
    });
    add("another page content", Flaw::NotWholeFile, &|update| {
        let (page, stream) = (update.page(), update.add(Stream::new(Dictionary::new(), b"0 g".to_vec())));
        update.dictionary(page).set("Contents", stream);
    });
    add("a page turned over", Flaw::NotWholeFile, &|update| {
        let page = update.page();
        update.dictionary(page).set("Rotate", 180);
    });
    add("a page cropped", Flaw::NotWholeFile, &|update| {
        let page = update.page();
        update.dictionary(page).set("CropBox", vec![0.into(), 0.into(), 100.into(), 100.into()]);
    });
    add("another list of pages", Flaw::NotWholeFile, &|update| {
        let (root, page) = (update.root(), update.page());
        let pages = update.add(dictionary! { "Type" => "Pages", "Kids" => vec![page.into(), page.into()], "Count" => 2 });
        update.dictionary(root).set("Pages", pages);
    });
    add("a program that runs on opening", Flaw::ActiveContent, &|update| {
        let root = update.root();
        let action = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        update.dictionary(root).set("OpenAction", action);
    });
    for kind in ["Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition"] {
        add(&format!("an action: {kind}"), Flaw::ActiveContent, &|update| {
            let root = update.root();
            update.dictionary(root).set("OpenAction", dictionary! { "S" => kind, "F" => Object::string_literal("x") });
        });
    }
    add("a form without fields", Flaw::SignatureAmbiguous, &|update| {
        let root = update.root();
        update.dictionary(root).set("AcroForm", dictionary! { "Fields" => Vec::<Object>::new() });
    });
    add("a form of another kind (XFA)", Flaw::NotWholeFile, &|update| {
        let (root, form) = (update.root(), update.add(Stream::new(Dictionary::new(), b"<xdp/>".to_vec())));
        let mut acroform = update.dictionary(root).get(b"AcroForm").unwrap().as_dict().unwrap().clone();
        acroform.set("XFA", form);
        update.dictionary(root).set("AcroForm", acroform);
    });
    add("layers that hide the text", Flaw::NotWholeFile, &|update| {
        let root = update.root();
        let layer = update.add(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("x") });
        let default = dictionary! { "OFF" => vec![Object::from(layer)] };
        update.dictionary(root).set("OCProperties", dictionary! { "OCGs" => vec![Object::from(layer)], "D" => default });
    });
    add("the attached record exchanged", Flaw::NotWholeFile, &|update| {
        let id = embedded(update.0.get_prev_documents());
        update.0.new_document.set_object(id, Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
    });
    add("a second record attached", Flaw::SignatureAmbiguous, &|update| {
        let file = update.add(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"{}".to_vec()));
        let name = || Object::string_literal("kaihan.json");
        update.add(dictionary! { "Type" => "Filespec", "F" => name(), "UF" => name(), "EF" => dictionary! { "F" => file } });
    });
    add("a second signature without a value", Flaw::NotWholeFile, &|update| {
        let root = update.root();
        let field = update.add(dictionary! { "FT" => "Sig", "T" => Object::string_literal("second"), "Subtype" => "Widget" });
        let form = update.dictionary(root).get(b"AcroForm").unwrap().as_dict().unwrap().clone();
        let mut fields = form.get(b"Fields").unwrap().as_array().unwrap().clone();
        fields.push(field.into());
        let form = dictionary! { "Fields" => fields, "SigFlags" => 3 };
        update.dictionary(root).set("AcroForm", form);
    });
    add("a second byte range that no field holds", Flaw::SignatureAmbiguous, &|update| {
        let range: Vec<Object> = vec![0.into(), 10.into(), 20.into(), 10.into()];
        update.add(dictionary! { "Type" => "Sig", "ByteRange" => range, "Contents" => Object::string_literal("x") });
    });
    add("a password", Flaw::PdfEncrypted, &|update| {
        update.0.new_document.trailer.set("Encrypt", dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2 });
    });
    resigned(originals, corpus);
}

/// The stream of the attached record.
pub(super) fn embedded(document: &Document) -> ObjectId {
    let is_file = |object: &Object| {
        object.as_stream().is_ok_and(|stream| stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"EmbeddedFile"))
    };
    *document.objects.iter().find(|(_, object)| is_file(object)).unwrap().0
}

/// A change behind the guarantor's signature that somebody else has signed again: the last signature covers all of it.
fn resigned(originals: &Originals, corpus: &mut Corpus) {
    use documents::pdf::{Enclosures, Signing};
    use gm::certificate::Scheme;
    use seals::hash::Hash;
    let parties = &originals.parties;
    let signer = &parties.guarantor_ordinary;
    let mut add = |name: &str, reason: Flaw, change: &dyn Fn(&mut Update)| {
        let mut update = Update::of(&originals.pdf);
        change(&mut update);
        let changed = update.written();
        let signing = Signing::prepare(&changed, None, &Enclosures::default(), Scheme::EcdsaSha256, &signer.certificate).unwrap();
        let value = signer.sign(parties, &signing.to_be_signed());
        let stamp = parties.stamp(&value, Hash::Sha256);
        let bytes = signing.finish(&value, std::slice::from_ref(&signer.certificate), Some(&stamp)).unwrap();
        corpus.add(format!("PDF signed again: {name}"), reason, bytes);
    };
    add("after a page was changed", Flaw::AlteredAfterSigning, &|update| {
        let (page, stream) = (update.page(), update.add(Stream::new(Dictionary::new(), b"0 g".to_vec())));
        update.dictionary(page).set("Contents", stream);
    });
    add("after a note was put over the amount", Flaw::AlteredAfterSigning, &|update| {
        let (page, note) = (update.page(), update.add(annotation("FreeText")));
        let mut all = update.dictionary(page).get(b"Annots").unwrap().as_array().unwrap().clone();
        all.push(note.into());
        update.dictionary(page).set("Annots", all);
    });
    add("after the form was exchanged", Flaw::SignatureAmbiguous, &|update| {
        let root = update.root();
        update.dictionary(root).set("AcroForm", dictionary! { "Fields" => Vec::<Object>::new() });
    });
}
