//! Signing an update by whomever, with a widget and a signature dictionary that may say anything.

use super::Originals;
use super::update::Update;
use crate::parties::Signer;
use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};
use seals::cms::{Content, Draft};
use seals::hash::Hash;

const HOLE: usize = 12 * 1024;
/// Names that stand for those of a file's own streams, of one length with them: the library writes no object that bears the latter.
pub(super) const STANDS_FOR: [(&str, &str); 2] = [("XxRe", "XRef"), ("ObjXxx", "ObjStm")];

/// Gives the streams of `bytes` the names that were meant.
pub(super) fn named(bytes: &mut [u8]) {
    for (written, meant) in STANDS_FOR {
        let written = format!("/{written}");
        while let Some(at) = bytes.windows(written.len()).position(|part| part == written.as_bytes()) {
            bytes[at + 1..at + written.len()].copy_from_slice(meant.as_bytes());
        }
    }
}
const PLACEHOLDER: i64 = 9_999_999_999;

/// What a signature brings with it; by default a field of no size on the first page.
#[derive(Default)]
pub(super) struct Dress {
    /// Entries of the signature dictionary.
    pub(super) signature: Dictionary,
    /// Entries of the field, which is its own widget.
    pub(super) field: Dictionary,
    /// A field that is there already, to be signed instead of a new one.
    pub(super) existing: Option<ObjectId>,
    /// Left out of the form's fields, or of the page's annotations.
    pub(super) not_in_form: bool,
    pub(super) not_on_page: bool,
}

impl Dress {
    pub(super) fn field(entries: Dictionary) -> Self {
        Self { field: entries, ..Self::default() }
    }

    pub(super) fn signature(entries: Dictionary) -> Self {
        Self { signature: entries, ..Self::default() }
    }
}

fn extend(dictionary: &mut Dictionary, more: &Dictionary) {
    for (key, value) in more {
        dictionary.set(key.clone(), value.clone());
    }
}

/// The array under `key` of `from`, wherever it is kept.
fn list(update: &Update, from: &Dictionary, key: &[u8]) -> Vec<Object> {
    from.get(key).ok().map(|list| update.resolved(list).as_array().unwrap().clone()).unwrap_or_default()
}

/// `update` signed by `signer`, over everything.
pub(super) fn signed(originals: &Originals, signer: &Signer, mut update: Update, dress: &Dress) -> Vec<u8> {
    let mut signature = dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), PLACEHOLDER.into(), PLACEHOLDER.into(), PLACEHOLDER.into()],
        "Contents" => Object::String(vec![0; HOLE], StringFormat::Hexadecimal),
    };
    extend(&mut signature, &dress.signature);
    let value = update.add(signature);
    if let Some(existing) = dress.existing {
        let entries = dress.field.clone();
        let field = update.dictionary(existing);
        field.set("V", value);
        extend(field, &entries);
    } else {
        let root = update.root();
        let page = update.page();
        let form = update.current(root).get(b"AcroForm").ok().map(|form| update.resolved(form).as_dict().unwrap().clone());
        let mut form = form.unwrap_or_default();
        let mut fields = list(&update, &form, b"Fields");
        let mut field = dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal(format!("by{}", fields.len() + 1)),
            "V" => value, "P" => page, "F" => 132, "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        };
        extend(&mut field, &dress.field);
        let field = update.add(field);
        if !dress.not_in_form {
            fields.push(field.into());
        }
        form.set("Fields", fields);
        form.set("SigFlags", 3);
        update.dictionary(root).set("AcroForm", form);
        if !dress.not_on_page {
            let now = update.current(page);
            let mut annotations = list(&update, &now, b"Annots");
            annotations.push(field.into());
            update.dictionary(page).set("Annots", annotations);
        }
    }
    let from = update.previous_length();
    let mut bytes = update.written();
    named(&mut bytes[from..]);
    let find = |needle: &[u8]| from + bytes[from..].windows(needle.len()).position(|part| part == needle).unwrap();
    let contents = find(b"/Contents<") + b"/Contents".len();
    let end = contents + 2 + 2 * HOLE;
    let placeholder = format!("{PLACEHOLDER} {PLACEHOLDER} {PLACEHOLDER}");
    let range = find(placeholder.as_bytes());
    let told = format!("{contents} {end} {}", bytes.len() - end);
    let told = format!("{told:<width$}", width = placeholder.len());
    bytes[range..range + told.len()].copy_from_slice(told.as_bytes());
    let hash = Hash::of(signer.key.scheme());
    let digest = hash.digest(&[&bytes[..contents], &bytes[end..]]);
    let draft = Draft::new(signer.key.scheme(), &signer.certificate, Content::Elsewhere { digest: &digest }).unwrap();
    let value = signer.sign(&originals.parties, &draft.to_be_signed());
    let stamp = originals.parties.stamp(&value, Hash::Sha256);
    let message = hex::encode(draft.finish(&value, std::slice::from_ref(&signer.certificate), Some(&stamp)));
    bytes[contents + 1..contents + 1 + message.len()].copy_from_slice(message.as_bytes());
    bytes
}
