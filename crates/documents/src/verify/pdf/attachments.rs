//! Files attached to a document, by name.

use super::objects::{DEPTH_MAX, content, dictionary, get};
use crate::ofd::RECORD;
use crate::verify::Flaw;
use crate::verify::record::{Carried, names_one};
use lopdf::{Document, Object};

/// The attachment of this name; two of it would let two readers see two things.
///
/// # Errors
/// [`Flaw::SignatureAmbiguous`].
pub(super) fn attachment(document: &Document, name: &str) -> Result<Option<Vec<u8>>, Flaw> {
    let mut found = None;
    for object in document.objects.values() {
        let Ok(specification) = object.as_dict() else { continue };
        let named = |key: &[u8]| specification.get(key).and_then(Object::as_str).is_ok_and(|text| text == name.as_bytes());
        if !specification.has(b"EF") || !(named(b"F") || named(b"UF")) {
            continue;
        }
        let file = dictionary(document, specification, b"EF").and_then(|files| get(document, files, b"F"));
        if found.is_some() {
            return Err(Flaw::SignatureAmbiguous);
        }
        found = file.and_then(content);
    }
    Ok(found)
}

/// Most text that is looked through for marks of ours, in bytes.
const TEXT_MAX: usize = 8 << 20;

/// What the file carries in the place of a record, and whether anything in it bears our number, keywords or the record's name: looked for
/// in the objects themselves, as whole objects may be compressed away from a reader of bytes.
///
/// # Errors
/// [`Flaw::SignatureAmbiguous`] when there are two attachments of the record's name.
pub(super) fn carried(document: &Document) -> Result<(Carried, bool), Flaw> {
    let mut marks = Marks { left: TEXT_MAX, marked: false, named: false };
    for object in document.objects.values() {
        marks.look(object, 0);
    }
    let carried = match attachment(document, RECORD)? {
        Some(record) => Carried::Record(record),
        None if marks.named => Carried::Misplaced,
        None => Carried::Nothing,
    };
    Ok((carried, marks.marked))
}

struct Marks {
    left: usize,
    marked: bool,
    named: bool,
}

impl Marks {
    fn look(&mut self, object: &Object, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match object {
            Object::String(bytes, _) => {
                let text = lopdf::decode_text_string(object).map_or_else(|_| bytes.clone(), String::into_bytes);
                self.named |= text.eq_ignore_ascii_case(RECORD.as_bytes());
                self.text(&text);
            }
            Object::Name(name) => self.named |= name.eq_ignore_ascii_case(RECORD.as_bytes()),
            Object::Array(items) => items.iter().for_each(|item| self.look(item, depth + 1)),
            Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, value)| self.look(value, depth + 1)),
            Object::Stream(stream) => {
                stream.dict.iter().for_each(|(_, value)| self.look(value, depth + 1));
                if stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"Metadata") {
                    let text = content(object).unwrap_or_else(|| stream.content.clone());
                    self.text(&text);
                }
            }
            Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_) => {}
        }
    }

    fn text(&mut self, text: &[u8]) {
        const KEYWORDS: [&[u8]; 2] = [b"kaihan ", b"<pdf:Keywords>kaihan"];
        let part = text.get(..self.left.min(text.len())).unwrap_or_default();
        self.left -= part.len();
        self.marked |=
            names_one(part) || part == b"kaihan" || KEYWORDS.iter().any(|mark| part.windows(mark.len()).any(|found| found == *mark));
    }
}
