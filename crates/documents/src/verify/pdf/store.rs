//! The document security store (ISO 32000-2, 12.8.4.3): certificates and revocation lists for later. It may be added and may grow; what
//! is in it is nobody's content, and judged by its own signatures.

use super::change::{Allowed, Change, holds};
use super::objects::{array, content, dictionary, entries, get, id, resolve};
use super::places::SIGNATURES_MAX;
use crate::verify::signer::Evidence as Kept;
use gm::certificate::{Certificate, RevocationList};
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeSet;

/// Most items of one list.
const ITEMS_MAX: usize = 512;
/// The lists of the store.
const LISTS: [&[u8]; 3] = [b"Certs", b"OCSPs", b"CRLs"];
/// The lists of what belongs to one signature.
const LISTS_OF_ONE: [&[u8]; 3] = [b"Cert", b"OCSP", b"CRL"];

/// The certificates and revocation lists in the store.
pub(super) fn kept(document: &Document) -> Kept {
    let store = document.catalog().ok().and_then(|root| dictionary(document, root, b"DSS"));
    let streams = |key: &[u8]| -> Vec<Vec<u8>> {
        let list = store.and_then(|store| array(document, store, key));
        let read = |object: &Object| resolve(document, object).and_then(content);
        list.map(|list| list.iter().take(SIGNATURES_MAX * 4).filter_map(read).collect()).unwrap_or_default()
    };
    Kept {
        certificates: streams(b"Certs").iter().filter_map(|der| Certificate::from_der(der).ok()).collect(),
        lists: streams(b"CRLs").iter().filter_map(|der| RevocationList::from_der(der).ok()).collect(),
    }
}

/// Everything that a store holds.
fn items(document: &Document, store: &Dictionary) -> BTreeSet<Vec<u8>> {
    let mut lists: Vec<&Object> = LISTS.iter().filter_map(|key| get(document, store, key)).collect();
    for (_, record) in dictionary(document, store, b"VRI").into_iter().flatten().take(ITEMS_MAX) {
        let record = resolve(document, record).and_then(|record| record.as_dict().ok());
        lists.extend(record.iter().flat_map(|record| LISTS_OF_ONE.iter().filter_map(|key| get(document, record, key))));
    }
    let items = lists.into_iter().filter_map(|list| list.as_array().ok()).flatten().take(ITEMS_MAX * 4);
    items.filter_map(|item| resolve(document, item).and_then(content)).collect()
}

impl<'a> Change<'a> {
    /// The store was added or grew.
    pub(super) fn store(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let is = self.is(after).and_then(|store| store.as_dict().ok());
        let Some(is) = is else { return holds(false) };
        let was = self.was(before).and_then(|store| store.as_dict().ok());
        holds(before.is_none() || was.is_some())?;
        holds(is.iter().all(|(key, _)| LISTS.contains(&key.as_slice()) || matches!(key.as_slice(), b"Type" | b"VRI")))?;
        holds(is.get(b"Type").is_ok_and(|kind| kind.as_name().is_ok()) || !is.has(b"Type"))?;
        for key in LISTS {
            self.list(was, is, key)?;
        }
        self.records(was, is)?;
        // Nothing that was kept is missing. Which record of a signature names it is not asked: honest renewals rewrite those.
        let (old, new) = (was.map(|was| items(self.before, was)).unwrap_or_default(), items(self.after, is));
        holds(old.is_subset(&new))
    }

    /// One list of streams.
    fn list(&mut self, was: Option<&'a Dictionary>, is: &'a Dictionary, key: &[u8]) -> Allowed {
        let before = was.and_then(|was| was.get(key).ok());
        let after = is.get(key).ok();
        if let Some(after) = after {
            self.explain_here(before, after)?;
        }
        let none: &'a Vec<Object> = const { &Vec::new() };
        let items = |object: Option<&'a Object>| object.and_then(|object| object.as_array().ok());
        let (old, new) = (items(self.was(before)), items(self.is(after)));
        holds((before.is_none() || old.is_some()) && (after.is_none() || new.is_some()))?;
        let (old, new) = (old.unwrap_or(none), new.unwrap_or(none));
        holds(new.len() <= ITEMS_MAX && old.len() <= ITEMS_MAX)?;
        for item in new {
            self.stream(item)?;
        }
        Ok(())
    }

    /// A stream of the store: bytes, and nothing that leads anywhere.
    fn stream(&mut self, item: &'a Object) -> Allowed {
        let Some(place) = id(item) else { return holds(false) };
        if self.is_open(place) {
            holds(!self.was_there(place))?;
            self.explain(place);
        }
        let Some(stream) = self.is(Some(item)).and_then(|object| object.as_stream().ok()) else { return holds(false) };
        let plain = |key: &[u8]| matches!(key, b"Length" | b"Filter" | b"DecodeParms" | b"Type" | b"Subtype" | b"DL");
        for (key, value) in &stream.dict {
            holds(plain(key))?;
            // A length may be an object of its own.
            if let Some(number) = id(value).filter(|number| self.is_open(*number)) {
                holds(!self.was_there(number) && key == b"Length")?;
                self.explain(number);
            }
        }
        Ok(())
    }

    /// What belongs to single signatures (VRI), by the digest of each.
    fn records(&mut self, was: Option<&'a Dictionary>, is: &'a Dictionary) -> Allowed {
        let before = was.and_then(|was| was.get(b"VRI").ok());
        let after = is.get(b"VRI").ok();
        let Some(entry) = after else { return holds(before.is_none()) };
        self.explain_here(before, entry)?;
        let Some(new) = self.is(after).and_then(|records| records.as_dict().ok()) else { return holds(false) };
        let old = self.was(before).and_then(|records| records.as_dict().ok());
        holds(new.len() <= ITEMS_MAX && (before.is_none() || old.is_some()))?;
        holds(old.is_none_or(|old| old.iter().all(|(key, _)| new.has(key))))?;
        for (key, record) in new {
            if key == b"Type" && record.as_name().is_ok() {
                continue;
            }
            let old = old.and_then(|old| old.get(key).ok());
            self.explain_here(old, record)?;
            let Some(record) = self.is(Some(record)).and_then(|record| record.as_dict().ok()) else { return holds(false) };
            self.record(self.was(old).and_then(|record| record.as_dict().ok()), record)?;
        }
        Ok(())
    }

    fn record(&mut self, old: Option<&'a Dictionary>, record: &'a Dictionary) -> Allowed {
        holds(record.iter().all(|(key, _)| LISTS_OF_ONE.contains(&key.as_slice()) || matches!(key.as_slice(), b"Type" | b"TU" | b"TS")))?;
        for key in LISTS_OF_ONE {
            self.list(old, record, key)?;
        }
        match record.get(b"TS") {
            Ok(stamp) => self.stream(stamp),
            Err(_) => Ok(()),
        }
    }

    /// What signers write and nothing leads to: records of signatures, which renewals rewrite, streams without content, and the fonts,
    /// appearances and bare widgets that iText makes anew for every signature, used or not.
    pub(super) fn superseded(&mut self) -> Allowed {
        for place in self.left_over() {
            let Some(object) = self.after.objects.get(&place) else { continue };
            if self.was_there(place) {
                continue;
            }
            // Poppler writes the appearances that it replaced while signing, empty ones.
            if object.as_stream().is_ok_and(|stream| stream.content.is_empty() && !stream.dict.has(b"EF")) || is_unused_look(object) {
                self.explain(place);
            }
            let Ok(record) = object.as_dict() else { continue };
            let is_record = !record.is_empty() && (record.has_type(b"VRI") || LISTS_OF_ONE.iter().any(|key| record.has(key)));
            if is_record {
                self.record(None, record)?;
                self.explain(place);
            }
        }
        Ok(())
    }
}

/// A font, a form that is drawn, or a widget that is no field: nothing that is a page, a file or a signature to a reader that searches.
fn is_unused_look(object: &Object) -> bool {
    let Some(dictionary) = entries(object) else { return false };
    let is = |key: &[u8], value: &[u8]| dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| name == value);
    let look = if object.as_stream().is_ok() {
        is(b"Subtype", b"Form")
    } else {
        is(b"Type", b"Font") || is(b"Type", b"FontDescriptor") || (is(b"Subtype", b"Widget") && !dictionary.has(b"FT"))
    };
    let other = [b"EF".as_slice(), b"ByteRange", b"V", b"Kids", b"Parent", b"Pages"].iter().any(|key| dictionary.has(key));
    look && !other
}
