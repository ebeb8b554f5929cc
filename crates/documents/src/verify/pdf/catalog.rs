//! What may change at the root of a document when somebody signs after somebody else.

use super::change::{Allowed, Change, holds};
use super::objects::{content, dictionary, get, id};
use crate::pdf::EVIDENCE;
use lopdf::{Dictionary, Document, Object};

/// What comes with an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comes {
    /// A signature or document time stamp.
    Signature,
    /// The first signature, with the national signature attached as evidence.
    Evidence,
    /// Data for judging what was signed, behind the last signature: nothing that anybody sees.
    Store,
}

/// Most elements of metadata that are looked at.
const ELEMENTS_MAX: usize = 10_000;
/// The metadata that readers show beside the pages (Dublin Core): title, author, subject, keywords.
const SHOWN: [&str; 5] = ["title", "creator", "description", "subject", "Keywords"];

impl<'a> Change<'a> {
    /// The trailer's and the root's entries.
    pub(super) fn catalog(&mut self, comes: Comes) -> Allowed {
        self.information()?;
        let (Ok(was), Ok(is)) = (self.before.catalog(), self.after.catalog()) else { return holds(false) };
        let differing = self.differing(was, is);
        holds(comes != Comes::Store || differing.iter().any(|(key, ..)| *key == b"DSS"))?;
        for (key, before, after) in differing {
            match key {
                b"DSS" => self.store(before, after)?,
                b"Version" => holds(after.is_some_and(|version| version.as_name().is_ok_and(|name| name.len() == 3)))?,
                b"Extensions" => {
                    let Some(entry) = after else { return holds(false) };
                    self.explain_here(before, entry)?;
                    let is_dictionary = self.is(after).is_some_and(|extensions| extensions.as_dict().is_ok());
                    holds(is_dictionary)?;
                    self.explain_with_all_it_needs(entry, 0)?;
                }
                b"Metadata" => self.metadata(before, after)?,
                b"AcroForm" if comes != Comes::Store => self.form(before, after)?,
                b"StructTreeRoot" if comes != Comes::Store => self.structure(before, after)?,
                b"Names" if comes == Comes::Evidence => self.names(before, after)?,
                b"AF" if comes == Comes::Evidence => {
                    self.list_grows_by_evidence(before, after, 1)?;
                }
                _ if before == after => {}
                _ => return holds(false),
            }
        }
        if let Some(root) = self.after.trailer.get(b"Root").ok().and_then(id) {
            self.explain(root);
        }
        Ok(())
    }

    /// The document information was given another date or program, which no page shows.
    fn information(&mut self) -> Allowed {
        let (before, after) = (self.before.trailer.get(b"Info").ok(), self.after.trailer.get(b"Info").ok());
        let Some(entry) = after else { return Ok(()) };
        self.explain_here(before, entry)?;
        let empty = super::EMPTY.get_or_init(Dictionary::new);
        let is = self.is(after).and_then(|information| information.as_dict().ok());
        let was = match before {
            Some(_) => self.was(before).and_then(|information| information.as_dict().ok()),
            None => Some(empty),
        };
        let (Some(was), Some(is)) = (was, is) else { return holds(before == after) };
        for (key, _, after) in self.differing(was, is) {
            holds(matches!(key, b"ModDate" | b"Producer") || (key == b"CreationDate" && before.is_none()))?;
            holds(after.is_none_or(|value| matches!(value, Object::String(..))))?;
        }
        Ok(())
    }

    /// Metadata about the document: well-formed, and what readers show of it is what it was.
    fn metadata(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let Some(is) = self.is(after).filter(|object| object.as_stream().is_ok()) else { return holds(false) };
        let stream_keys = |key: &[u8]| matches!(key, b"Type" | b"Subtype" | b"Length" | b"Filter" | b"DecodeParms");
        for (key, value) in is.as_stream().map(|stream| stream.dict.iter()).into_iter().flatten() {
            holds(stream_keys(key))?;
            if key == b"Length" {
                self.explain_with_all_it_needs(value, 0)?;
            }
        }
        let shown = content(is).and_then(|text| shown(&text));
        let Some(shown) = shown else { return holds(false) };
        let mut known = self.was(before).and_then(content).and_then(|text| self::shown(&text)).unwrap_or_default();
        known.extend(told(self.before));
        holds(shown.iter().all(|text| known.contains(text)))
    }

    /// The tree of names: the evidence among the attached files.
    fn names(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let empty = super::EMPTY.get_or_init(Dictionary::new);
        let read = |object: Option<&'a Object>| object.and_then(|object| object.as_dict().ok());
        let Some(is) = read(self.is(after)) else { return holds(false) };
        let was = read(self.was(before)).unwrap_or(empty);
        for (key, before, after) in self.differing(was, is) {
            holds(key == b"EmbeddedFiles")?;
            let Some(entry) = after else { return holds(false) };
            self.explain_here(before, entry)?;
            let Some(is) = read(self.is(after)) else { return holds(false) };
            let was = read(self.was(before)).unwrap_or(empty);
            for (key, before, after) in self.differing(was, is) {
                holds(key == b"Names")?;
                self.list_grows_by_evidence(before, after, 2)?;
            }
        }
        Ok(())
    }

    /// A list of attached files, entries of `width` items each, has one more, the evidence; where it stands among them is told by its
    /// name. The others are there in their order.
    fn list_grows_by_evidence(&mut self, before: Option<&'a Object>, after: Option<&'a Object>, width: usize) -> Allowed {
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let none: &'a Vec<Object> = const { &Vec::new() };
        let read = |object: Option<&'a Object>| object.and_then(|object| object.as_array().ok());
        let Some(is) = read(self.is(after)) else { return holds(false) };
        let was = read(self.was(before)).unwrap_or(none);
        let mut new = Vec::new();
        let mut old = was.chunks(width).peekable();
        for item in is.chunks(width) {
            if old.peek() == Some(&item) {
                old.next();
            } else {
                new.push(item);
            }
        }
        holds(old.next().is_none() && new.len() <= 1)?;
        let Some(file) = new.first().and_then(|item| item.last()) else { return Ok(()) };
        let Some(place) = id(file) else { return holds(false) };
        let specification = self.is(Some(file)).and_then(|file| file.as_dict().ok());
        let Some(specification) = specification.filter(|_| !self.was_there(place)) else { return holds(false) };
        let named = |key: &[u8]| specification.get(key).and_then(Object::as_str).is_ok_and(|name| name == EVIDENCE.as_bytes());
        holds(named(b"F") && named(b"UF"))?;
        self.explain(place);
        let Some(files) = dictionary(self.after, specification, b"EF") else { return holds(false) };
        for (_, file) in files {
            let Some(stream) = id(file) else { return holds(false) };
            holds(!self.was_there(stream) && get(self.after, files, b"F").is_some_and(|file| file.as_stream().is_ok()))?;
            self.explain(stream);
        }
        Ok(())
    }
}

/// The texts of metadata that readers show.
fn shown(text: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_end_matches('\0');
    let parsed = roxmltree::Document::parse(text).ok()?;
    let mut out = Vec::new();
    for element in parsed.descendants().filter(roxmltree::Node::is_element).take(ELEMENTS_MAX) {
        if SHOWN.contains(&element.tag_name().name()) {
            out.extend(element.descendants().filter_map(|inside| inside.text()).map(|text| text.trim().to_owned()));
        }
        let attributes = element.attributes().filter(|attribute| SHOWN.contains(&attribute.name()));
        out.extend(attributes.map(|attribute| attribute.value().trim().to_owned()));
    }
    out.retain(|text| !text.is_empty());
    Some(out)
}

/// The texts of the document information.
fn told(document: &Document) -> Vec<String> {
    let information = document.trailer.get(b"Info").ok().and_then(|information| super::objects::resolve(document, information));
    let Some(information) = information.and_then(|information| information.as_dict().ok()) else { return Vec::new() };
    let texts = information.iter().filter_map(|(_, value)| lopdf::decode_text_string(value).ok());
    texts.map(|text| text.trim().to_owned()).collect()
}
