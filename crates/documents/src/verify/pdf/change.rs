//! What an update did to a document: the objects that are new or not what they were, each of which must be explained by something that
//! may follow a signature. What nothing explains is an alteration.
//!
//! Architecture Invariant: an object is explained by what it is for, never by what it looks like. One that had a purpose before and is
//! changed under a loose rule had no other purpose; one that is new was not referred to before it was there (a reference that led
//! nowhere would otherwise be filled afterwards).

use super::Flaw;
use super::fields::{Field, fields};
use super::objects::{DEPTH_MAX, id, same, structural, walk};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// A revision and the next one that is looked at.
pub(super) struct Change<'a> {
    pub(super) before: &'a Document,
    pub(super) after: &'a Document,
    pub(super) fields_before: Vec<Field<'a>>,
    pub(super) fields_after: Vec<Field<'a>>,
    /// New or changed objects that nothing has explained yet.
    open: BTreeSet<ObjectId>,
    /// How often each number is referred to before.
    references: BTreeMap<u32, usize>,
}

/// A key, and what stands under it before and after.
pub(super) type Differing<'a> = (&'a [u8], Option<&'a Object>, Option<&'a Object>);

/// An alteration, or something else that is wrong.
pub(super) type Allowed<T = ()> = Result<T, Flaw>;

/// What nothing allows.
pub(super) const ALTERED: Flaw = Flaw::AlteredAfterSigning;

/// `Ok` when it holds, an alteration when not.
pub(super) const fn holds(condition: bool) -> Allowed {
    if condition { Ok(()) } else { Err(ALTERED) }
}

fn references(document: &Document, structural: &BTreeSet<ObjectId>) -> BTreeMap<u32, usize> {
    let mut counts = BTreeMap::new();
    let mut count = |object: &Object| {
        if let Some((number, _)) = id(object) {
            *counts.entry(number).or_insert(0) += 1;
        }
        true
    };
    for (_, object) in document.objects.iter().filter(|(id, _)| !structural.contains(*id)) {
        walk(object, 0, &mut count);
    }
    for (_, value) in &document.trailer {
        walk(value, 0, &mut count);
    }
    counts
}

impl<'a> Change<'a> {
    /// Compares two revisions object by object.
    ///
    /// # Errors
    /// An alteration that nothing could explain: an object taken away or renumbered, another root, other pages, other encryption, a
    /// reference filled afterwards.
    pub(super) fn between(before: &'a Document, after: &'a Document) -> Allowed<Self> {
        let (structural, structural_after) = (structural(before), structural(after));
        let references = references(before, &structural);
        let mut open = BTreeSet::new();
        for (id, was) in &before.objects {
            match after.objects.get(id) {
                Some(is) if same(was, is) => {}
                Some(_) => {
                    open.insert(*id);
                }
                // Object and cross-reference streams are the file's, not the document's.
                None => holds(structural.contains(id))?,
            }
        }
        let numbers: BTreeSet<u32> = before.objects.keys().map(|(number, _)| *number).collect();
        for id in after.objects.keys().filter(|id| !before.objects.contains_key(id)) {
            holds(!references.contains_key(&id.0) && !numbers.contains(&id.0))?;
            if !structural_after.contains(id) {
                open.insert(*id);
            }
        }
        let root = |document: &Document| document.trailer.get(b"Root").ok().and_then(id);
        holds(root(before).is_some() && root(before) == root(after))?;
        holds(before.get_pages() == after.get_pages())?;
        holds(before.encryption_state.is_some() == after.encryption_state.is_some())?;
        let (fields_before, fields_after) = (fields(before)?, fields(after)?);
        Ok(Self { before, after, fields_before, fields_after, open, references })
    }

    /// Whether `id` was there before.
    pub(super) fn was_there(&self, id: ObjectId) -> bool {
        self.before.objects.contains_key(&id)
    }

    /// Whether `id` is new or changed.
    pub(super) fn is_open(&self, id: ObjectId) -> bool {
        self.open.contains(&id)
    }

    /// Whether one thing alone referred to `id` before.
    pub(super) fn has_one_use(&self, id: ObjectId) -> bool {
        self.references.get(&id.0) == Some(&1)
    }

    /// What nothing has explained yet and nothing leads to from the trailer: no reader comes upon it.
    pub(super) fn left_over(&self) -> Vec<ObjectId> {
        if self.open.is_empty() {
            return Vec::new();
        }
        let mut reached: BTreeSet<u32> = BTreeSet::new();
        let mut next: Vec<&Object> = self.after.trailer.iter().map(|(_, value)| value).collect();
        while let Some(object) = next.pop() {
            let mut led_to = Vec::new();
            walk(object, 0, &mut |object| {
                led_to.extend(id(object));
                true
            });
            // By number: readers do not all look at generations.
            led_to.retain(|(number, _)| reached.insert(*number));
            let generations = led_to.iter().flat_map(|(number, _)| self.after.objects.range((*number, 0)..=(*number, u16::MAX)));
            next.extend(generations.map(|(_, object)| object));
        }
        self.open.iter().filter(|(number, _)| !reached.contains(number)).copied().collect()
    }

    /// Everything must have been explained.
    pub(super) fn all_explained(&self) -> Allowed {
        holds(self.open.is_empty())
    }

    /// Explains the object at `id` under a rule that holds for it whatever else refers to it.
    pub(super) fn explain(&mut self, id: ObjectId) {
        self.open.remove(&id);
    }

    /// Explains what stands under a key and is judged by its purpose there. Where it is an object of its own that was there before and is
    /// changed, it must have stood there before, and have had no other purpose.
    pub(super) fn explain_here(&mut self, before: Option<&Object>, after: &Object) -> Allowed {
        let Some(place) = id(after) else { return Ok(()) };
        if self.open.remove(&place) && self.was_there(place) {
            holds(before.and_then(id) == Some(place) && self.has_one_use(place))?;
        }
        Ok(())
    }

    /// Explains `object` and every new object it leads to: what a new part brings with it. Nothing that was there before may have been
    /// changed on that way, and no file may be attached on it.
    pub(super) fn explain_with_all_it_needs(&mut self, object: &'a Object, depth: usize) -> Allowed {
        holds(depth <= DEPTH_MAX * 2)?;
        let mut led_to = Vec::new();
        let mut attached = false;
        walk(object, 0, &mut |object| {
            led_to.extend(id(object));
            attached |= super::objects::entries(object).is_some_and(|dictionary| dictionary.has(b"EF"));
            true
        });
        holds(!attached)?;
        for id in led_to {
            if self.open.contains(&id) && !self.was_there(id) {
                self.open.remove(&id);
                if let Some(object) = self.after.objects.get(&id) {
                    self.explain_with_all_it_needs(object, depth + 1)?;
                }
            }
        }
        Ok(())
    }

    /// The entries that differ, as they stand before and after; one that leads to an object that was changed differs.
    pub(super) fn differing(&self, before: &'a Dictionary, after: &'a Dictionary) -> Vec<Differing<'a>> {
        let keys: BTreeSet<&[u8]> = before.iter().chain(after.iter()).map(|(key, _)| key.as_slice()).collect();
        let entries = keys.into_iter().map(|key| (key, before.get(key).ok(), after.get(key).ok()));
        entries.filter(|(_, before, after)| before != after || after.and_then(id).is_some_and(|id| self.is_open(id))).collect()
    }

    /// What stood there before, looked up.
    pub(super) fn was(&self, object: Option<&'a Object>) -> Option<&'a Object> {
        super::objects::resolve(self.before, object?)
    }

    /// What stands there after, looked up.
    pub(super) fn is(&self, object: Option<&'a Object>) -> Option<&'a Object> {
        super::objects::resolve(self.after, object?)
    }
}
