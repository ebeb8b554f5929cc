//! PDF: the last signature covers every byte but its own value; what was added between signatures is signatures and nothing else.

use super::signer::Evidence as Kept;
use super::{DocumentTrust, Findings, Refusal, Signature};
use crate::cms::Message;
use crate::ofd::RECORD;
use crate::pdf::{EVIDENCE, Evidence};
use crate::timestamp::TimeStamp;
use gm::certificate::{Certificate, RevocationList, Scheme};
use lopdf::{Dictionary, Document, LoadOptions, Object};
use std::ops::Range;

/// Most signatures of one document.
const SIGNATURES_MAX: usize = 32;
/// Deepest nesting of fields.
const DEPTH_MAX: usize = 16;
/// Largest attachment that is read.
const ATTACHMENT_MAX: usize = 4 << 20;

/// Actions that run something or leave the document; a link that a person follows is not among them.
const ACTIONS: [&[u8]; 9] = [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToR", b"GoToE", b"Rendition", b"Movie", b"Sound"];

pub(super) fn look(bytes: &[u8], trust: &DocumentTrust, now: i64, findings: &mut Findings) -> Result<(), Refusal> {
    // The library below is not ours; whatever it does with a hostile file is a refusal.
    let run = std::panic::AssertUnwindSafe(|| inspect(bytes, trust, now, findings));
    std::panic::catch_unwind(run).unwrap_or(Err(Refusal::PdfMalformed))
}

fn load(bytes: &[u8]) -> Result<Document, Refusal> {
    let options = LoadOptions { strict: true, ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| Refusal::PdfMalformed)?;
    if document.trailer.has(b"Encrypt") { Err(Refusal::PdfMalformed) } else { Ok(document) }
}

fn inspect(bytes: &[u8], trust: &DocumentTrust, now: i64, findings: &mut Findings) -> Result<(), Refusal> {
    ends_at_its_end(bytes)?;
    let document = load(bytes)?;
    nothing_runs(&document)?;
    let mut places = places(&document, bytes)?;
    if places.is_empty() {
        return Err(Refusal::NotSigned);
    }
    places.sort_by_key(|place| place.end);
    findings.record = attachment(&document, RECORD)?.and_then(|record| String::from_utf8(record).ok());
    let kept = kept(&document);
    let last = places.len() - 1;
    for (index, place) in places.iter().enumerate() {
        let mut found = place.signature(bytes, &kept, (trust, now))?;
        if index == last && place.end != bytes.len() {
            found.refuse(Refusal::NotWholeFile);
        }
        if index != last && !only_signatures_were_added(bytes.get(..place.end).unwrap_or_default(), &document) {
            found.refuse(Refusal::AlteredAfterSigning);
        }
        findings.signatures.push(found);
    }
    if let Some(evidence) = attachment(&document, EVIDENCE)? {
        let found = national(bytes, &evidence, &places, &kept, (trust, now))?;
        findings.signatures.insert(0, found);
    }
    Ok(())
}

/// The file ends with its end-of-file mark and at most one line break.
fn ends_at_its_end(bytes: &[u8]) -> Result<(), Refusal> {
    let end = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let end = end.strip_suffix(b"\r").unwrap_or(end);
    if end.ends_with(b"%%EOF") { Ok(()) } else { Err(Refusal::TrailingBytes) }
}

fn nothing_runs(document: &Document) -> Result<(), Refusal> {
    fn runs(object: &Object, depth: usize) -> bool {
        let inside = |dictionary: &Dictionary| {
            let action = dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|name| ACTIONS.contains(&name));
            action || dictionary.has(b"JS") || dictionary.iter().any(|(_, value)| runs(value, depth + 1))
        };
        match object {
            _ if depth > DEPTH_MAX * 4 => true,
            Object::Dictionary(dictionary) => inside(dictionary),
            Object::Stream(stream) => inside(&stream.dict),
            Object::Array(items) => items.iter().any(|item| runs(item, depth + 1)),
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Reference(_) => false,
        }
    }
    if document.objects.values().any(|object| runs(object, 0)) { Err(Refusal::ActiveContent) } else { Ok(()) }
}

/// A signature's place in the file.
struct Place {
    /// Where the hexadecimal value is, angle brackets included.
    hole: Range<usize>,
    /// Where what it covers ends.
    end: usize,
    value: Vec<u8>,
    time_stamp_only: bool,
}

fn resolve<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    match object.as_reference() {
        Ok(id) => document.get_object(id).ok(),
        Err(_) => Some(object),
    }
}

fn get<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    resolve(document, dictionary.get(key).ok()?)
}

/// The values of all signature fields.
fn values<'a>(document: &'a Document, fields: &'a [Object], depth: usize, out: &mut Vec<&'a Dictionary>) -> Result<(), Refusal> {
    if depth > DEPTH_MAX || out.len() > SIGNATURES_MAX {
        return Err(Refusal::PdfMalformed);
    }
    for field in fields {
        let Some(field) = resolve(document, field).and_then(|field| field.as_dict().ok()) else { continue };
        if let Some(value) = get(document, field, b"V").and_then(|value| value.as_dict().ok())
            && value.has(b"ByteRange")
        {
            out.push(value);
        }
        if let Some(kids) = get(document, field, b"Kids").and_then(|kids| kids.as_array().ok()) {
            values(document, kids, depth + 1, out)?;
        }
    }
    Ok(())
}

/// Every signature's place. Each must be reached through the form, and no other byte range may stand anywhere in the file.
fn places(document: &Document, bytes: &[u8]) -> Result<Vec<Place>, Refusal> {
    let root = document.catalog().map_err(|_| Refusal::PdfMalformed)?;
    let Some(form) = get(document, root, b"AcroForm").and_then(|form| form.as_dict().ok()) else { return Ok(Vec::new()) };
    let Some(fields) = get(document, form, b"Fields").and_then(|fields| fields.as_array().ok()) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    values(document, fields, 0, &mut found)?;
    let written = bytes.windows(10).filter(|part| *part == b"/ByteRange").count();
    if written != found.len() {
        return Err(Refusal::SignatureAmbiguous);
    }
    found.into_iter().map(|value| place(value, bytes)).collect()
}

fn place(value: &Dictionary, bytes: &[u8]) -> Result<Place, Refusal> {
    let malformed = Refusal::SignatureMalformed;
    let range: Vec<usize> = value
        .get(b"ByteRange")
        .and_then(Object::as_array)
        .map_err(|_| malformed)?
        .iter()
        .map(|number| number.as_i64().ok().and_then(|number| usize::try_from(number).ok()).ok_or(malformed))
        .collect::<Result<_, _>>()?;
    let [0, first, second, length] = range[..] else { return Err(Refusal::NotWholeFile) };
    let end = second.checked_add(length).filter(|end| *end <= bytes.len()).ok_or(Refusal::NotWholeFile)?;
    // What is not covered is one hexadecimal string and nothing else (signature wrapping).
    let hole = bytes.get(first..second).ok_or(Refusal::NotWholeFile)?;
    let Some(text) = hole.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")) else { return Err(Refusal::NotWholeFile) };
    let content = hex::decode(text).map_err(|_| Refusal::NotWholeFile)?;
    let told = value.get(b"Contents").and_then(Object::as_str).map_err(|_| malformed)?;
    if told != content {
        return Err(Refusal::SignatureAmbiguous);
    }
    let filter = value.get(b"SubFilter").and_then(Object::as_name).map_err(|_| malformed)?;
    let time_stamp_only = match filter {
        b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached" => false,
        b"ETSI.RFC3161" => true,
        _ => return Err(Refusal::AlgorithmRefused),
    };
    // The message's own length; behind it only zeros.
    let length = message_length(&content).ok_or(malformed)?;
    let (message, rest) = content.split_at_checked(length).ok_or(malformed)?;
    if rest.iter().any(|byte| *byte != 0) {
        return Err(malformed);
    }
    Ok(Place { hole: first..second, end, value: message.to_vec(), time_stamp_only })
}

/// How long the one element at the beginning of `bytes` is.
fn message_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [_, short @ ..=0x7f, ..] => Some(2 + usize::from(*short)),
        [_, long @ 0x81..=0x83, ..] => {
            let count = usize::from(*long & 0x7f);
            let digits = bytes.get(2..2 + count)?;
            Some(2 + count + digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
        }
        _ => None,
    }
}

impl Place {
    fn signature(&self, bytes: &[u8], kept: &Kept, context: (&DocumentTrust, i64)) -> Result<Signature, Refusal> {
        let before = bytes.get(..self.hole.start).ok_or(Refusal::NotWholeFile)?;
        let after = bytes.get(self.hole.end..self.end).ok_or(Refusal::NotWholeFile)?;
        let covered = before.len() + after.len();
        if self.time_stamp_only {
            let whole = [before, after].concat();
            let (_, message) = TimeStamp::over(&whole, &self.value)?;
            let mut found = Signature::of(&message.signer, message.scheme, covered);
            found.judge_stamp(&whole, &self.value, kept, context);
            return Ok(found);
        }
        let message = Message::from_der(&self.value)?;
        let mut found = Signature::of(&message.signer, message.scheme, covered);
        if let Err(refusal) = message.verify(&[before, after]) {
            found.refuse(refusal);
        }
        let kept = Kept {
            certificates: [kept.certificates.as_slice(), &message.others].concat(),
            lists: [kept.lists.as_slice(), &message.lists].concat(),
        };
        found.judge(&message.signer, &message.value, message.time_stamp.as_deref(), &kept, context);
        Ok(found)
    }
}

/// The national signature attached as evidence: over a beginning of the file that no signature reaches into.
fn national(bytes: &[u8], evidence: &[u8], places: &[Place], kept: &Kept, context: (&DocumentTrust, i64)) -> Result<Signature, Refusal> {
    let evidence = Evidence::from_json(evidence)?;
    let verified = evidence.verify(bytes)?;
    let mut found = Signature::of(&verified.certificate, Scheme::Sm2Sm3, evidence.covered_bytes);
    let inside = bytes.get(..evidence.covered_bytes).unwrap_or_default();
    let first = places.first().map_or(0, |place| place.hole.start);
    if evidence.covered_bytes > first || ends_at_its_end(inside).is_err() {
        found.refuse(Refusal::EvidenceWrong);
    }
    found.judge(&verified.certificate, &verified.value, verified.time_stamp.as_deref(), kept, context);
    Ok(found)
}

/// Certificates and revocation lists of the document security store.
fn kept(document: &Document) -> Kept {
    let store = document.catalog().ok().and_then(|root| get(document, root, b"DSS")).and_then(|store| store.as_dict().ok());
    let streams = |key: &[u8]| -> Vec<Vec<u8>> {
        let list = store.and_then(|store| get(document, store, key)).and_then(|list| list.as_array().ok());
        let read = |object: &Object| resolve(document, object).and_then(content);
        list.map(|list| list.iter().take(SIGNATURES_MAX).filter_map(read).collect()).unwrap_or_default()
    };
    Kept {
        certificates: streams(b"Certs").iter().filter_map(|der| Certificate::from_der(der).ok()).collect(),
        lists: streams(b"CRLs").iter().filter_map(|der| RevocationList::from_der(der).ok()).collect(),
    }
}

/// A stream's content, unpacked, within bounds.
fn content(object: &Object) -> Option<Vec<u8>> {
    let stream = object.as_stream().ok()?;
    if !stream.dict.has(b"Filter") {
        return Some(stream.content.clone());
    }
    // Only what our own exporter writes; anything else is no attachment of ours.
    if stream.dict.get(b"Filter").and_then(Object::as_name).ok()? != b"FlateDecode" || stream.dict.has(b"DecodeParms") {
        return None;
    }
    let mut out = Vec::with_capacity(ATTACHMENT_MAX);
    let mut inflate = flate2::Decompress::new(true);
    let ended = inflate.decompress_vec(&stream.content, &mut out, flate2::FlushDecompress::Finish).ok()?;
    (ended == flate2::Status::StreamEnd).then_some(out)
}

/// The attachment of this name; two of it would let two readers see two things.
fn attachment(document: &Document, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
    let mut found = None;
    for object in document.objects.values() {
        let Ok(specification) = object.as_dict() else { continue };
        let named = |key: &[u8]| specification.get(key).and_then(Object::as_str).is_ok_and(|text| text == name.as_bytes());
        if !specification.has(b"EF") || !(named(b"F") || named(b"UF")) {
            continue;
        }
        let files = get(document, specification, b"EF").and_then(|files| files.as_dict().ok());
        let file = files.and_then(|files| get(document, files, b"F"));
        if found.is_some() {
            return Err(Refusal::SignatureAmbiguous);
        }
        found = file.and_then(content);
    }
    Ok(found)
}

/// Whether the final document differs from an earlier, signed revision by signatures alone.
fn only_signatures_were_added(revision: &[u8], last: &Document) -> bool {
    let Ok(earlier) = load(revision) else { return false };
    let named = |document: &Document, key: &[u8]| document.trailer.get(key).and_then(Object::as_reference).ok();
    let (root, information) = (named(last, b"Root"), named(last, b"Info"));
    if named(&earlier, b"Root") != root || earlier.get_pages() != last.get_pages() {
        return false;
    }
    earlier.objects.iter().all(|(id, before)| match last.objects.get(id) {
        Some(after) if after == before => true,
        Some(after) if Some(*id) == information => only_dated(before, after),
        Some(after) => grown(before, after, last, Some(*id) == root),
        // Object and cross-reference streams are the file's, not the document's.
        None => is_structural(before),
    })
}

/// Whether the document information was given another date or program, which no page shows.
fn only_dated(before: &Object, after: &Object) -> bool {
    let (Ok(before), Ok(after)) = (before.as_dict(), after.as_dict()) else { return false };
    let mut keys = before.iter().chain(after.iter()).map(|(key, _)| key.as_slice());
    keys.all(|key| matches!(key, b"ModDate" | b"Producer") || before.get(key).ok() == after.get(key).ok())
}

fn is_structural(object: &Object) -> bool {
    let kind = object.as_stream().ok().and_then(|stream| stream.dict.get(b"Type").and_then(Object::as_name).ok());
    matches!(kind, Some(b"XRef" | b"ObjStm"))
}

/// Whether `after` is `before` with room made for a signature.
fn grown(before: &Object, after: &Object, document: &Document, root: bool) -> bool {
    let extends = |before: &Object, after: &Object| match (before.as_array(), after.as_array()) {
        (Ok(before), Ok(after)) => {
            after.strip_prefix(before.as_slice()).is_some_and(|new| new.iter().all(|item| is_signature(item, document)))
        }
        _ => false,
    };
    match (before.as_dict(), after.as_dict()) {
        (Ok(before), Ok(after)) => {
            let keys = before.iter().chain(after.iter()).map(|(key, _)| key.as_slice());
            keys.into_iter().all(|key| match (before.get(key), after.get(key)) {
                (Ok(before), Ok(after)) if before == after => true,
                _ if root && matches!(key, b"DSS" | b"Extensions" | b"Version") => true,
                (Err(_), Ok(after)) if root && key == b"AcroForm" => resolve(document, after).is_some(),
                (Ok(before), Ok(after)) if key == b"AcroForm" || key == b"Fields" || key == b"Annots" => {
                    extends(before, after) || grown(before, after, document, false)
                }
                (Err(_), Ok(after)) if key == b"Annots" => extends(&Object::Array(Vec::new()), after),
                (_, Ok(after)) if key == b"SigFlags" => after.as_i64().is_ok(),
                // A field that was prepared for a signature gets one.
                (Err(_), Ok(_)) if matches!(key, b"V" | b"AP" | b"M") => {
                    before.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig")
                }
                _ => false,
            })
        }
        _ => extends(before, after),
    }
}

/// Whether an item that was added to fields or annotations is a signature's field.
fn is_signature(item: &Object, document: &Document) -> bool {
    let field = resolve(document, item).and_then(|item| item.as_dict().ok());
    let kind = |field: &Dictionary| field.get(b"FT").and_then(Object::as_name).is_ok_and(|kind| kind == b"Sig");
    let parent = |field: &Dictionary| get(document, field, b"Parent").and_then(|parent| parent.as_dict().ok()).is_some_and(kind);
    field.is_some_and(|field| kind(field) || parent(field))
}
