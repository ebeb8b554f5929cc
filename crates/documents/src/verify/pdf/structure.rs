//! The file itself: where it ends, its cross-references, its encryption, and that nothing in it runs.

use super::Flaw;
use super::objects::{DEPTH_MAX, claimed, entries, id, structural, walk};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, LoadOptions, Object, StringFormat};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Actions that run something or leave the document; a link that a person follows is not among them.
const ACTIONS: [&[u8]; 9] = [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToR", b"GoToE", b"Rendition", b"Movie", b"Sound"];
/// Most white space between where a cross-reference should begin and where it does.
const GAP_MAX: usize = 16;
/// What a stream's content begins behind, and longest dictionary before it.
const STREAM: &[u8] = b"stream";
const STREAM_HEAD_MAX: usize = 64 << 10;
/// Longest beginning of an object: two numbers and a word, with white space.
const HEADER_MAX: usize = 48;
/// Longest number that is read as an offset.
const DIGITS_MAX: usize = 10;

const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0c)
}

/// The objects of a file or of one of its revisions, just as its cross-references have them: nothing is searched for or mended but
/// white space before a cross-reference table.
///
/// # Errors
/// [`Flaw::PdfMalformed`]; [`Flaw::PdfEncrypted`] when a password is needed to open it.
pub(in crate::verify) fn load(bytes: &[u8]) -> Result<Document, Flaw> {
    let options = LoadOptions { strict: true, ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(&without_gaps(bytes), options).map_err(|_| Flaw::PdfMalformed)?;
    // A string or a place is the same however it is written: signers write anew what they take over.
    document.objects.values_mut().for_each(|object| write_alike(object, 0));
    // The library takes the key away once it has opened the file with the empty password, as every reader does.
    if document.trailer.has(b"Encrypt") {
        let known = document.trailer.get(b"Encrypt").is_ok_and(|encrypt| match id(encrypt) {
            Some(id) => document.objects.is_empty() || document.objects.contains_key(&id),
            None => encrypt.as_dict().is_ok(),
        });
        return Err(if known { Flaw::PdfEncrypted } else { Flaw::PdfMalformed });
    }
    // Whether a stream that calls itself the file's own is encrypted, readers answer differently; one that is drawn may be neither.
    let disguised = document.encryption_state.is_some() && claimed(&document).len() > structural(&document).len();
    if !disguised && each_object_is_where_it_should_be(&document, bytes) { Ok(document) } else { Err(Flaw::PdfMalformed) }
}

/// Entries whose numbers are places on a page, which a point more or less in writing does not change.
const PLACES: [&[u8]; 7] = [b"MediaBox", b"CropBox", b"BleedBox", b"TrimBox", b"ArtBox", b"Rect", b"BBox"];
/// Largest number that is whole beyond doubt.
const WHOLE_MAX: f32 = 1_000_000.0;

fn entries_alike(dictionary: &mut Dictionary, depth: usize) {
    for (key, value) in dictionary.iter_mut() {
        if let Object::Array(numbers) = value
            && PLACES.contains(&key.as_slice())
        {
            numbers.iter_mut().for_each(whole);
        }
        write_alike(value, depth + 1);
    }
}

/// Writes `612.0` as `612`.
#[expect(clippy::cast_possible_truncation, reason = "whole, and within bounds")]
fn whole(number: &mut Object) {
    if let Object::Real(real) = number
        && real.fract() == 0.0
        && real.abs() <= WHOLE_MAX
    {
        *number = Object::Integer(*real as i64);
    }
}

/// Notes every string as if it were written in one way, and every place.
fn write_alike(object: &mut Object, depth: usize) {
    match object {
        _ if depth > DEPTH_MAX * 4 => {}
        Object::String(_, format) => *format = StringFormat::Literal,
        Object::Array(items) => items.iter_mut().for_each(|item| write_alike(item, depth + 1)),
        Object::Dictionary(dictionary) => entries_alike(dictionary, depth),
        Object::Stream(stream) => entries_alike(&mut stream.dict, depth),
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Name(_) | Object::Reference(_) => {}
    }
}

/// Whether each cross-reference leads to the object it names: the library goes by what stands there, other readers by the number. Of an
/// encrypted file the library leaves out in silence what it cannot read; only the key's own dictionary may be missing.
fn each_object_is_where_it_should_be(document: &Document, bytes: &[u8]) -> bool {
    let begins = |offset: u32, number: u32, generation: u16| {
        let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
        let mut words =
            rest.get(..HEADER_MAX.min(rest.len())).unwrap_or_default().split(|byte| is_white(*byte)).filter(|word| !word.is_empty());
        let mut number_is = |wanted: u32| words.next().and_then(|word| std::str::from_utf8(word).ok()?.parse().ok()) == Some(wanted);
        number_is(number) && number_is(generation.into()) && words.next().is_some_and(|word| word.starts_with(b"obj"))
    };
    let mut missing = 0;
    let right = document.reference_table.entries.iter().all(|(number, entry)| match entry {
        XrefEntry::Free | XrefEntry::UnusableFree => true,
        XrefEntry::Normal { offset, generation } => {
            missing += usize::from(!document.objects.contains_key(&(*number, *generation)));
            begins(*offset, *number, *generation)
        }
        XrefEntry::Compressed { .. } => document.objects.contains_key(&(*number, 0)),
    });
    right && missing <= usize::from(document.encryption_state.is_some())
}

/// The file with white space that stands before a cross-reference table left out of the offset that leads to it: some signers
/// count from the line break before. Of one length with the file, so that every other offset holds.
fn without_gaps(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Cow::Borrowed(bytes);
    for keyword in [b"startxref".as_slice(), b"/Prev"] {
        let mut from = 0;
        while let Some(at) = bytes.get(from..).and_then(|rest| rest.windows(keyword.len()).position(|part| part == keyword)) {
            let after = from + at + keyword.len();
            from = after;
            if let Some((place, told)) = offset_after(bytes, after)
                && let Some(target) = bytes.get(told..)
                && let gap @ 1..=GAP_MAX = target.iter().take(GAP_MAX + 1).take_while(|byte| is_white(**byte)).count()
                && target.get(gap..).is_some_and(|target| target.starts_with(b"xref"))
            {
                let right = (told + gap).to_string();
                if let Some(digits) = out.to_mut().get_mut(place.clone())
                    && digits.len() == right.len()
                {
                    digits.copy_from_slice(right.as_bytes());
                }
            }
        }
    }
    out
}

/// The decimal number behind white space at `at`: where its digits are, and the number.
fn offset_after(bytes: &[u8], at: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let rest = bytes.get(at..)?;
    let skipped = rest.iter().take(GAP_MAX).take_while(|byte| is_white(**byte)).count();
    let digits = rest.get(skipped..)?.iter().take(DIGITS_MAX).take_while(|byte| byte.is_ascii_digit()).count();
    let text = std::str::from_utf8(rest.get(skipped..skipped + digits)?).ok()?;
    Some((at + skipped..at + skipped + digits, text.parse().ok()?))
}

/// The file ends with its end-of-file mark and at most one line break.
pub(super) fn ends_at_its_end(bytes: &[u8]) -> bool {
    let end = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let end = end.strip_suffix(b"\r").unwrap_or(end);
    end.ends_with(b"%%EOF")
}

/// What is signed as far as `bytes` go ends with the end-of-file mark; white space behind it was signed too.
pub(super) fn revision_ends(bytes: &[u8]) -> bool {
    let spaces = bytes.iter().rev().take(GAP_MAX).take_while(|byte| is_white(**byte)).count();
    bytes.get(..bytes.len() - spaces).is_some_and(|end| end.ends_with(b"%%EOF"))
}

/// Where the contents of a document's streams stand in its file, by their beginnings. Of an encrypted file it is not known.
pub(super) fn spans(document: &Document, bytes: &[u8]) -> BTreeMap<usize, usize> {
    let mut out = BTreeMap::new();
    for (number, entry) in &document.reference_table.entries {
        let XrefEntry::Normal { offset, generation } = entry else { continue };
        let stream = document.objects.get(&(*number, *generation)).and_then(|object| object.as_stream().ok());
        let Some(stream) = stream.filter(|stream| document.encryption_state.is_none() && !stream.content.is_empty()) else { continue };
        let Ok(offset) = usize::try_from(*offset) else { continue };
        let head = bytes.get(offset..(offset + STREAM_HEAD_MAX).min(bytes.len())).unwrap_or_default();
        let begins = head.windows(STREAM.len()).enumerate().filter(|(_, word)| *word == STREAM).map(|(at, _)| at + STREAM.len());
        // The word could stand in a string of the dictionary; the content tells.
        let starts = begins.flat_map(|at| [at + 1, at + 2]).map(|at| offset + at);
        let is_content = |start: &usize| bytes.get(*start..).is_some_and(|rest| rest.starts_with(&stream.content));
        if let Some(start) = starts.filter(is_content).min() {
            out.insert(start, start + stream.content.len());
        }
    }
    out
}

/// Whether `at` is inside one of the spans.
pub(super) fn is_within(spans: &BTreeMap<usize, usize>, at: usize) -> bool {
    spans.range(..=at).next_back().is_some_and(|(_, end)| at < *end)
}

/// No program, and no action that leaves the document.
///
/// # Errors
/// [`Flaw::ActiveContent`].
pub(super) fn nothing_runs(document: &Document) -> Result<(), Flaw> {
    let mut still = |object: &Object| {
        entries(object).is_none_or(|dictionary| {
            let action = dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|name| ACTIONS.contains(&name));
            !action && !dictionary.has(b"JS")
        })
    };
    if document.objects.values().all(|object| walk(object, 0, &mut still)) { Ok(()) } else { Err(Flaw::ActiveContent) }
}
