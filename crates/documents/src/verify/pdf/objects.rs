//! Looking things up in a PDF's objects, within bounds.

use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeSet;

/// Deepest nesting of fields, arrays and dictionaries that is followed.
pub(super) const DEPTH_MAX: usize = 16;
/// Largest stream that is unpacked, in bytes.
const UNPACKED_MAX: usize = 4 << 20;

/// What `object` is, or refers to.
pub(in crate::verify) fn resolve<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    match object.as_reference() {
        Ok(id) => document.get_object(id).ok(),
        Err(_) => Some(object),
    }
}

/// What stands under `key`, wherever it is kept.
pub(in crate::verify) fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    resolve(document, dictionary.get(key).ok()?)
}

/// The dictionary under `key`; a stream is none.
pub(in crate::verify) fn dictionary<'a>(document: &'a Document, from: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    get(document, from, key)?.as_dict().ok()
}

/// The array under `key`.
pub(super) fn array<'a>(document: &'a Document, from: &'a Dictionary, key: &[u8]) -> Option<&'a Vec<Object>> {
    get(document, from, key)?.as_array().ok()
}

/// The name under `key`.
pub(super) fn name<'a>(document: &'a Document, from: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    get(document, from, key)?.as_name().ok()
}

/// Where a reference leads.
pub(in crate::verify) fn id(object: &Object) -> Option<ObjectId> {
    object.as_reference().ok()
}

/// A stream's content, unpacked, within bounds.
pub(in crate::verify) fn content(object: &Object) -> Option<Vec<u8>> {
    let stream = object.as_stream().ok()?;
    if !stream.dict.has(b"Filter") {
        return Some(stream.content.clone());
    }
    stream.decompressed_content_with_limit(UNPACKED_MAX).ok()
}

/// Whether two objects are the same, wherever in a file they stand.
pub(super) fn same(one: &Object, other: &Object) -> bool {
    match (one.as_stream(), other.as_stream()) {
        (Ok(one), Ok(other)) => one.dict == other.dict && one.content == other.content,
        _ => one == other,
    }
}

/// The streams that call themselves the file's own: cross-references and packed objects.
pub(super) fn claimed(document: &Document) -> BTreeSet<ObjectId> {
    let claims = |object: &Object| {
        let kind = object.as_stream().ok().and_then(|stream| stream.dict.get(b"Type").and_then(Object::as_name).ok());
        matches!(kind, Some(b"XRef" | b"ObjStm"))
    };
    document.objects.iter().filter(|(_, object)| claims(object)).map(|(id, _)| *id).collect()
}

/// The file's own streams, which are no part of the document: cross-references and packed objects. A stream that the document itself
/// leads to is none, whatever it calls itself: readers draw a form or a content by where it stands, not by its type.
pub(super) fn structural(document: &Document) -> BTreeSet<ObjectId> {
    let mut claimed = claimed(document);
    if claimed.is_empty() {
        return claimed;
    }
    let mut led_to = BTreeSet::new();
    let mut note = |object: &Object| {
        led_to.extend(id(object).map(|(number, _)| number));
        true
    };
    document.objects.iter().filter(|(id, _)| !claimed.contains(*id)).for_each(|(_, object)| {
        walk(object, 0, &mut note);
    });
    document.trailer.iter().for_each(|(_, value)| {
        walk(value, 0, &mut note);
    });
    // What is led to is the document's, and so is what it leads to in turn.
    while let Some(place) = claimed.iter().find(|(number, _)| led_to.contains(number)).copied() {
        claimed.remove(&place);
        if let Some(object) = document.objects.get(&place) {
            walk(object, 0, &mut |object| {
                led_to.extend(id(object).map(|(number, _)| number));
                true
            });
        }
    }
    claimed
}

/// Calls `each` with `object` and everything directly inside it.
pub(super) fn walk<'a>(object: &'a Object, depth: usize, each: &mut dyn FnMut(&'a Object) -> bool) -> bool {
    if depth > DEPTH_MAX * 4 || !each(object) {
        return false;
    }
    match object {
        Object::Dictionary(dictionary) => dictionary.iter().all(|(_, value)| walk(value, depth + 1, each)),
        Object::Stream(stream) => stream.dict.iter().all(|(_, value)| walk(value, depth + 1, each)),
        Object::Array(items) => items.iter().all(|item| walk(item, depth + 1, each)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => true,
    }
}

/// The dictionary of an object, of a stream too.
pub(super) fn entries(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Array(_)
        | Object::Reference(_) => None,
    }
}
