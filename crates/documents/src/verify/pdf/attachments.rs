//! Files attached to a document, by name.

use super::Refusal;
use super::objects::{content, dictionary, get};
use lopdf::{Document, Object};

/// The attachment of this name; two of it would let two readers see two things.
///
/// # Errors
/// [`Refusal::SignatureAmbiguous`].
pub(super) fn attachment(document: &Document, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
    let mut found = None;
    for object in document.objects.values() {
        let Ok(specification) = object.as_dict() else { continue };
        let named = |key: &[u8]| specification.get(key).and_then(Object::as_str).is_ok_and(|text| text == name.as_bytes());
        if !specification.has(b"EF") || !(named(b"F") || named(b"UF")) {
            continue;
        }
        let file = dictionary(document, specification, b"EF").and_then(|files| get(document, files, b"F"));
        if found.is_some() {
            return Err(Refusal::SignatureAmbiguous);
        }
        found = file.and_then(content);
    }
    Ok(found)
}
