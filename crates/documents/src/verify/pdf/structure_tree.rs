//! The logical structure (ISO 32000-2, 14.7), which readers for the blind go by: it may grow by the place of a signature's widget, and by
//! nothing that says anything.

use super::change::{Allowed, Change, holds};
use super::objects::{DEPTH_MAX, id};
use lopdf::{Dictionary, Object};

/// What a new element may consist of: no text of its own, no other reading of what is on the page.
const OF_AN_ELEMENT: [&[u8]; 7] = [b"Type", b"S", b"P", b"K", b"Pg", b"ID", b"Obj"];

impl<'a> Change<'a> {
    /// The root of the structure, before and after.
    pub(super) fn structure(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        holds(before.is_some() && before == after)?;
        let read = |object: Option<&'a Object>| object.and_then(|object| object.as_dict().ok());
        let (Some(was), Some(is)) = (read(self.was(before)), read(self.is(after))) else { return holds(false) };
        for (key, before, after) in self.differing(was, is) {
            match key {
                b"K" => self.children(before, after, 0)?,
                b"ParentTree" => self.parents(before, after, 0)?,
                b"ParentTreeNextKey" => holds(after.is_some_and(|next| next.as_i64().is_ok()))?,
                _ if before == after => {}
                _ => return holds(false),
            }
        }
        if let Some(root) = after.and_then(id) {
            self.explain(root);
        }
        Ok(())
    }

    /// The children of an element: those it had, in their order, and new ones at the end.
    fn children(&mut self, before: Option<&'a Object>, after: Option<&'a Object>, depth: usize) -> Allowed {
        holds(depth <= DEPTH_MAX * 2)?;
        let Some(entry) = after else { return holds(false) };
        // A single child stands by itself; with a second it becomes a list.
        let list = |object: Option<&'a Object>, own: Option<&'a Object>| match object {
            Some(Object::Array(items)) => items.iter().collect(),
            Some(_) => own.into_iter().collect(),
            None => Vec::new(),
        };
        let (was, is) = (list(self.was(before), before), list(self.is(after), after));
        if self.is(after).is_some_and(|list| list.as_array().is_ok()) {
            self.explain_here(before.filter(|_| self.was(before).is_some_and(|list| list.as_array().is_ok())), entry)?;
        }
        holds(is.len() >= was.len())?;
        for (index, child) in is.into_iter().enumerate() {
            match was.get(index) {
                Some(old) => {
                    holds(*old == child)?;
                    self.element_grows(child, depth)?;
                }
                None => self.new_element(child, depth)?,
            }
        }
        Ok(())
    }

    /// An element that was there: its children may have grown.
    fn element_grows(&mut self, element: &'a Object, depth: usize) -> Allowed {
        let Some(place) = id(element).filter(|place| self.is_open(*place)) else { return Ok(()) };
        let read = |object: Option<&'a Object>| object.and_then(|object| object.as_dict().ok());
        let (Some(was), Some(is)) = (read(self.was(Some(element))), read(self.is(Some(element)))) else { return holds(false) };
        self.explain(place);
        for (key, before, after) in self.differing(was, is) {
            match key {
                b"K" => self.children(before, after, depth + 1)?,
                _ if before == after => {}
                _ => return holds(false),
            }
        }
        Ok(())
    }

    /// A new element, for a widget.
    fn new_element(&mut self, element: &'a Object, depth: usize) -> Allowed {
        holds(depth <= DEPTH_MAX * 2)?;
        let Some(is) = self.is(Some(element)).and_then(|element| element.as_dict().ok()) else { return holds(false) };
        holds(is.iter().all(|(key, _)| OF_AN_ELEMENT.contains(&key.as_slice())))?;
        holds(is.get(b"S").is_err() || is.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"))?;
        if let Some(place) = id(element) {
            holds(!self.was_there(place))?;
            self.explain(place);
        }
        let children: Vec<&'a Object> = match is.get(b"K").ok() {
            Some(Object::Array(items)) => items.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        for child in children {
            match child.as_dict() {
                Ok(reference) => self.object_reference(reference)?,
                // A number would be a piece of the page's content.
                Err(_) => self.new_element(child, depth + 1)?,
            }
        }
        Ok(())
    }

    /// A reference to an annotation, which must be a new widget.
    fn object_reference(&self, reference: &'a Dictionary) -> Allowed {
        let kind = reference.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"OBJR");
        let widget = reference.get(b"Obj").ok().and_then(id);
        let is_field = |place| self.fields_after.iter().any(|field| field.id == Some(place) && field.signature);
        holds(kind && reference.iter().all(|(key, _)| OF_AN_ELEMENT.contains(&key.as_slice())) && widget.is_some_and(is_field))
    }

    /// The tree from annotations and pages to their elements: what was in it, and new pairs at the end of a list.
    fn parents(&mut self, before: Option<&'a Object>, after: Option<&'a Object>, depth: usize) -> Allowed {
        holds(depth <= DEPTH_MAX)?;
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let read = |object: Option<&'a Object>| object.and_then(|object| object.as_dict().ok());
        let (Some(was), Some(is)) = (read(self.was(before)), read(self.is(after))) else { return holds(false) };
        for (key, before, after) in self.differing(was, is) {
            let lists = (self.was(before), self.is(after));
            let (Some(Object::Array(old)), Some(Object::Array(new)), Some(entry)) = (lists.0, lists.1, after) else {
                holds(key == b"Limits" && before.is_none())?;
                continue;
            };
            match key {
                b"Nums" => {
                    self.explain_here(before, entry)?;
                    holds(new.starts_with(old))?;
                    for pair in new.get(old.len()..).unwrap_or_default().chunks(2) {
                        let [Object::Integer(_), element] = pair else { return holds(false) };
                        self.new_element(element, 0)?;
                    }
                }
                b"Kids" => {
                    holds(old == new)?;
                    self.explain_here(before, entry)?;
                    for (old, new) in old.iter().zip(new) {
                        self.parents(Some(old), Some(new), depth + 1)?;
                    }
                }
                b"Limits" => holds(new.iter().all(|limit| matches!(limit, Object::Integer(_))))?,
                _ => return holds(false),
            }
        }
        Ok(())
    }
}
