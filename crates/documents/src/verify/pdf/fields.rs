//! The form's fields, from the root down: names, kinds and values.

use super::Flaw;
use super::objects::{DEPTH_MAX, array, dictionary, get, id, resolve};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// Most fields of one document.
const FIELDS_MAX: usize = 4_096;

/// A field or one of its widgets.
#[derive(Clone, Debug)]
pub(super) struct Field<'a> {
    /// Where it is kept; a field that is kept inside another object has no place of its own.
    pub(super) id: Option<ObjectId>,
    pub(super) dictionary: &'a Dictionary,
    /// The name in full, parts separated by periods (ISO 32000-2, 12.7.4.2).
    pub(super) name: Vec<u8>,
    /// Whether it, or what it is part of, is a signature field.
    pub(super) signature: bool,
    /// Whether it is of some kind at all, or only groups others.
    pub(super) kind: bool,
    /// The value, its own or that of the field it is a widget of.
    pub(super) value: Option<&'a Object>,
    /// The field that it is a widget of or stands below.
    pub(super) parent: Option<ObjectId>,
}

impl<'a> Field<'a> {
    /// The signature dictionary in it, if it is signed.
    pub(super) fn signed(&self, document: &'a Document) -> Option<&'a Dictionary> {
        let value = resolve(document, self.value?)?.as_dict().ok()?;
        value.has(b"ByteRange").then_some(value)
    }

    /// Whether it is a field of its own and not only another's widget.
    pub(super) fn is_own(&self) -> bool {
        self.dictionary.has(b"T") || self.parent.is_none()
    }
}

/// Every field and widget of the form.
///
/// # Errors
/// [`Flaw::PdfMalformed`] when there are too many or they are nested too deeply.
pub(super) fn fields(document: &Document) -> Result<Vec<Field<'_>>, Flaw> {
    let root = document.catalog().map_err(|_| Flaw::PdfMalformed)?;
    let mut out = Vec::new();
    if let Some(form) = dictionary(document, root, b"AcroForm")
        && let Some(list) = array(document, form, b"Fields")
    {
        collect(document, list, None, 0, &mut out)?;
    }
    Ok(out)
}

fn collect<'a>(
    document: &'a Document,
    list: &'a [Object],
    above: Option<&Field<'a>>,
    depth: usize,
    out: &mut Vec<Field<'a>>,
) -> Result<(), Flaw> {
    if depth > DEPTH_MAX {
        return Err(Flaw::PdfMalformed);
    }
    for item in list {
        let Some(dictionary) = resolve(document, item).and_then(|item| item.as_dict().ok()) else { continue };
        let own = get(document, dictionary, b"T").and_then(|name| name.as_str().ok());
        let before = above.map(|above| above.name.as_slice()).unwrap_or_default();
        let name = match own {
            Some(own) if before.is_empty() => own.to_vec(),
            Some(own) => [before, b".", own].concat(),
            None => before.to_vec(),
        };
        let kind = get(document, dictionary, b"FT").and_then(|kind| kind.as_name().ok());
        let field = Field {
            id: id(item),
            dictionary,
            name,
            signature: kind.map_or_else(|| above.is_some_and(|above| above.signature), |kind| kind == b"Sig"),
            kind: kind.is_some() || above.is_some_and(|above| above.kind),
            value: dictionary.get(b"V").ok().or_else(|| above.and_then(|above| above.value)),
            parent: above.and_then(|above| above.id),
        };
        if out.len() >= FIELDS_MAX {
            return Err(Flaw::PdfMalformed);
        }
        out.push(field.clone());
        if let Some(kids) = array(document, dictionary, b"Kids") {
            collect(document, kids, Some(&field), depth + 1, out)?;
        }
    }
    Ok(())
}
