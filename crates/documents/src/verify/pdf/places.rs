//! Where the signatures are: each is reached through the form, covers all of a revision but its own value, and no other place could
//! be taken for one.

use super::Flaw;
use super::fields::Field;
use super::objects::{array, dictionary, entries, walk};
use super::structure::{is_within, spans};
use lopdf::{Dictionary, Document, Object};
use seals::cms;
use std::ops::Range;

/// Most signatures of one document.
pub(super) const SIGNATURES_MAX: usize = 32;
/// How a signature says what it covers.
const BYTE_RANGE: &[u8] = b"/ByteRange";

/// A signature's place in the file.
#[derive(Debug)]
pub(super) struct Place {
    /// Where the hexadecimal value is, angle brackets included.
    pub(super) hole: Range<usize>,
    /// Where what it covers ends.
    pub(super) end: usize,
    /// The message.
    pub(super) value: Vec<u8>,
    /// A document time stamp (ISO 32000-2, 12.8.5), nobody's signature.
    pub(super) time_stamp_only: bool,
    /// PAdES asks for signed attributes.
    pub(super) pades: bool,
}

impl Place {
    /// Whether this is the signature in `field`.
    pub(super) fn is_in(&self, document: &Document, field: &Field<'_>) -> bool {
        let range = field.signed(document).and_then(|value| value.get(b"ByteRange").ok()?.as_array().ok());
        let begins = range.and_then(|range| range.get(1)?.as_i64().ok()).and_then(|begins| usize::try_from(begins).ok());
        field.is_own() && begins == Some(self.hole.start)
    }
}

/// Every signature's place, in the order they were made. Each must be reached through the form, and no other byte range may stand
/// anywhere in the document, nor in the file outside what is embedded in it.
///
/// # Errors
/// [`Flaw::SignatureAmbiguous`], [`Flaw::PdfMalformed`], or what is wrong with one of them.
pub(super) fn places(document: &Document, fields: &[Field<'_>], bytes: &[u8]) -> Result<Vec<Place>, Flaw> {
    let root = document.catalog().map_err(|_| Flaw::PdfMalformed)?;
    if dictionary(document, root, b"AcroForm").and_then(|form| array(document, form, b"Fields")).is_none() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    // A widget shows the value of its field, which is the same signature.
    for field in fields.iter().filter(|field| field.is_own() && field.dictionary.has(b"V")) {
        found.extend(field.signed(document));
    }
    if found.len() > SIGNATURES_MAX {
        return Err(Flaw::PdfMalformed);
    }
    if parsed(document) != found.len() || written(document, bytes) != found.len() {
        return Err(Flaw::SignatureAmbiguous);
    }
    let mut places: Vec<Place> = found.into_iter().map(|value| place(value, bytes)).collect::<Result<_, _>>()?;
    places.sort_by_key(|place| place.end);
    Ok(places)
}

/// How many dictionaries of the document have a byte range.
fn parsed(document: &Document) -> usize {
    let mut count = 0;
    for object in document.objects.values() {
        walk(object, 0, &mut |object| {
            count += usize::from(entries(object).is_some_and(|dictionary| dictionary.has(b"ByteRange")));
            true
        });
    }
    count
}

/// How often a byte range is written in the file, what is inside streams left out: an attached file has its own.
fn written(document: &Document, bytes: &[u8]) -> usize {
    let inside = spans(document, bytes);
    let written = bytes.windows(BYTE_RANGE.len()).enumerate().filter(|(_, part)| *part == BYTE_RANGE);
    written.filter(|(at, _)| !is_within(&inside, *at)).count()
}

/// What hexadecimal digits say: white space between them counts for nothing (ISO 32000-2, 7.3.4.3), as of those who break long lines.
fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')).collect();
    hex::decode(digits).ok()
}

fn place(value: &Dictionary, bytes: &[u8]) -> Result<Place, Flaw> {
    let malformed = Flaw::SignatureMalformed;
    let range: Vec<usize> = value
        .get(b"ByteRange")
        .and_then(Object::as_array)
        .map_err(|_| malformed)?
        .iter()
        .map(|number| number.as_i64().ok().and_then(|number| usize::try_from(number).ok()).ok_or(malformed))
        .collect::<Result<_, _>>()?;
    let [0, first, second, length] = range[..] else { return Err(Flaw::NotWholeFile) };
    let end = second.checked_add(length).filter(|end| *end <= bytes.len()).ok_or(Flaw::NotWholeFile)?;
    // What is not covered is one hexadecimal string and nothing else (signature wrapping).
    let hole = bytes.get(first..second).ok_or(Flaw::NotWholeFile)?;
    let Some(text) = hole.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")) else { return Err(Flaw::NotWholeFile) };
    let content = hexadecimal(text).ok_or(Flaw::NotWholeFile)?;
    let told = value.get(b"Contents").and_then(Object::as_str).map_err(|_| malformed)?;
    if told != content {
        return Err(Flaw::SignatureAmbiguous);
    }
    let filter = value.get(b"SubFilter").and_then(Object::as_name).map_err(|_| malformed)?;
    let (time_stamp_only, pades) = match filter {
        b"ETSI.CAdES.detached" => (false, true),
        b"adbe.pkcs7.detached" => (false, false),
        b"ETSI.RFC3161" => (true, false),
        _ => return Err(Flaw::AlgorithmRefused),
    };
    // The message's own length; behind it only zeros.
    let length = cms::length(&content).ok_or(malformed)?;
    let (message, rest) = content.split_at_checked(length).ok_or(malformed)?;
    if rest.iter().any(|byte| *byte != 0) {
        return Err(malformed);
    }
    Ok(Place { hole: first..second, end, value: message.to_vec(), time_stamp_only, pades })
}
