//! What may happen to form and pages when somebody signs after somebody else: a signature field comes into being or is filled, and its
//! widget stands on a page. Everything else about fields and pages stays what it was.

use super::change::{ALTERED, Allowed, Change, holds};
use super::fields::Field;
use super::objects::{array, entries, id};
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// Flags of an annotation that only lock it (ISO 32000-2, table 167): Locked, LockedContents.
const LOCKS: i64 = 1 << 7 | 1 << 9;
/// What a new field or widget may consist of.
const OF_A_NEW_FIELD: [&[u8]; 28] = [
    b"Type",
    b"Subtype",
    b"FT",
    b"T",
    b"TU",
    b"TM",
    b"Ff",
    b"F",
    b"Rect",
    b"P",
    b"V",
    b"AP",
    b"AS",
    b"Parent",
    b"Kids",
    b"Lock",
    b"SV",
    b"DA",
    b"DR",
    b"Q",
    b"MK",
    b"BS",
    b"Border",
    b"M",
    b"NM",
    b"H",
    b"StructParent",
    b"Lang",
];

/// What one update did to the form.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// The fields in full that were added or signed.
    pub(super) names: Vec<Vec<u8>>,
    /// Whether fields other than for signatures were filled.
    pub(super) filled: bool,
}

/// The widgets that may appear on pages, with what they belong to.
struct Widgets {
    new: BTreeSet<ObjectId>,
}

impl<'a> Change<'a> {
    /// The form: new signature fields, signed ones, defaults that nothing shown depends on.
    pub(super) fn form(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        let Some(entry) = after else { return holds(before.is_none()) };
        self.explain_here(before, entry)?;
        let Some(is) = self.is(after).and_then(|form| form.as_dict().ok()) else { return holds(false) };
        let empty = super::EMPTY.get_or_init(Dictionary::new);
        let was = match before {
            Some(_) => self.was(before).and_then(|form| form.as_dict().ok()).ok_or(ALTERED)?,
            None => empty,
        };
        for (key, before, after) in self.differing(was, is) {
            match key {
                b"Fields" => self.list_of_fields(before, after)?,
                b"SigFlags" => holds(after.is_some_and(|flags| flags.as_i64().is_ok()))?,
                b"DA" => self.defaults_may_change(before, after)?,
                b"DR" => self.resources(before, after)?,
                _ if before == after => {}
                // Nothing was to be drawn anew, and nothing is.
                b"NeedAppearances" => holds(before.is_none() && after.is_some_and(|need| matches!(need, Object::Boolean(false))))?,
                _ => return holds(false),
            }
        }
        Ok(())
    }

    /// Whether a field other than for signatures is there, which a reader could draw by the form's defaults.
    fn other_fields(&self) -> bool {
        self.fields_before.iter().any(|field| field.kind && !field.signature)
    }

    /// Defaults may be added where nothing is drawn by them.
    fn defaults_may_change(&self, before: Option<&Object>, after: Option<&Object>) -> Allowed {
        holds(before.is_none() && !self.other_fields() && after.is_some_and(|text| matches!(text, Object::String(..))))
    }

    /// Resources may be added where nothing is drawn by them: no other fields, and no form on a page that lacks its own.
    fn resources(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let is = self.is(after).and_then(|resources| resources.as_dict().ok()).ok_or(ALTERED)?;
        holds(!self.other_fields() && self.before.objects.values().all(|object| !super::blank::borrows_resources(object)))?;
        let was = self.was(before).and_then(|resources| resources.as_dict().ok());
        for (key, value) in is {
            let old = was.and_then(|was| was.get(key).ok());
            self.explain_here(old, value)?;
            let Some(kind) = self.is(Some(value)) else { return holds(false) };
            let old = self.was(old);
            if let (Some(old), Ok(new)) = (old.and_then(|old| old.as_dict().ok()), kind.as_dict()) {
                holds(old.iter().all(|(name, value)| new.get(name).is_ok_and(|new| new == value)))?;
            } else {
                holds(old.is_none_or(|old| old == kind))?;
            }
            self.explain_with_all_it_needs(kind, 0)?;
        }
        holds(was.is_none_or(|was| was.iter().all(|(key, _)| is.has(key))))
    }

    /// The list of fields: what was in it, in any order, and new signature fields.
    fn list_of_fields(&mut self, before: Option<&'a Object>, after: Option<&'a Object>) -> Allowed {
        let Some(entry) = after else { return holds(false) };
        self.explain_here(before, entry)?;
        let is = self.is(after).and_then(|list| list.as_array().ok()).ok_or(ALTERED)?;
        let mut left: Vec<&Object> = match before {
            Some(_) => self.was(before).and_then(|list| list.as_array().ok()).ok_or(ALTERED)?.iter().collect(),
            None => Vec::new(),
        };
        for item in is {
            match left.iter().position(|old| *old == item) {
                Some(at) => {
                    left.swap_remove(at);
                }
                None => holds(id(item).is_some_and(|id| self.is_open(id) && !self.was_there(id)))?,
            }
        }
        holds(left.is_empty())
    }

    /// Every field that is new or was changed, and every page that has a new widget.
    ///
    /// # Errors
    /// An alteration.
    pub(super) fn fields(&mut self) -> Allowed<Touched> {
        let mut touched = Touched::default();
        let before: BTreeMap<ObjectId, Field<'a>> =
            self.fields_before.iter().filter_map(|field| Some((field.id?, field.clone()))).collect();
        let mut widgets = Widgets { new: BTreeSet::new() };
        for field in self.fields_after.clone() {
            let Some(place) = field.id.filter(|place| self.is_open(*place)) else { continue };
            let signed = match before.get(&place) {
                Some(old) if old.signature => self.changed_field(old, &field)?,
                Some(old) => {
                    touched.filled = true;
                    self.filled_field(old, &field)?;
                    true
                }
                None => {
                    holds(!self.was_there(place) && field.signature)?;
                    self.new_field(&field)?;
                    widgets.new.insert(place)
                }
            };
            self.explain(place);
            if signed {
                touched.names.push(field.name.clone());
            }
        }
        self.pages(&widgets)?;
        Ok(touched)
    }

    fn new_field(&mut self, field: &Field<'a>) -> Allowed {
        holds(field.dictionary.iter().all(|(key, _)| OF_A_NEW_FIELD.contains(&key.as_slice())))?;
        if let Ok(value) = field.dictionary.get(b"V") {
            self.value(value)?;
        }
        for key in [b"AP".as_slice(), b"Lock", b"SV", b"MK", b"BS", b"Border", b"DR", b"Rect"] {
            if let Ok(part) = field.dictionary.get(key) {
                self.explain_with_all_it_needs(part, 0)?;
            }
        }
        // The list of its widgets may be an object of its own; the widgets are fields themselves.
        if let Some(kids) = field.dictionary.get(b"Kids").ok().and_then(id) {
            holds(!self.was_there(kids))?;
            self.explain(kids);
        }
        Ok(())
    }

    /// A signature's value: new, and a signature.
    fn value(&mut self, value: &'a Object) -> Allowed {
        holds(id(value).is_none_or(|id| !self.was_there(id)))?;
        let is = self.is(Some(value)).and_then(|value| value.as_dict().ok()).ok_or(ALTERED)?;
        holds(is.has(b"ByteRange"))?;
        self.explain_with_all_it_needs(value, 0)
    }

    /// Another field was filled, and nothing else about it changed.
    fn filled_field(&mut self, old: &Field<'a>, new: &Field<'a>) -> Allowed {
        holds(old.kind)?;
        for (key, before, after) in self.differing(old.dictionary, new.dictionary) {
            if before == after && !matches!(key, b"V" | b"AP") {
                continue;
            }
            holds(matches!(key, b"V" | b"AP" | b"AS" | b"M" | b"I" | b"F" | b"MK" | b"DA" | b"RV"))?;
            match (key, after) {
                (b"AP", Some(after)) => {
                    self.explain_here(before, after)?;
                    self.appearance(before, after)?;
                }
                (_, Some(after)) => {
                    self.explain_here(before, after)?;
                    self.explain_with_all_it_needs(after, 0)?;
                }
                (_, None) => {}
            }
        }
        Ok(())
    }

    /// A signature field was signed, or locked; whether it was signed.
    fn changed_field(&mut self, old: &Field<'a>, new: &Field<'a>) -> Allowed<bool> {
        let signed = old.value.is_none() && new.value.is_some();
        let differing = self.differing(old.dictionary, new.dictionary);
        for (key, before, after) in differing {
            match (key, after) {
                (b"F", Some(after)) => {
                    let flags = |object: &Object| object.as_i64().ok();
                    let (was, is) = (before.map_or(Some(0), flags).ok_or(ALTERED)?, flags(after).ok_or(ALTERED)?);
                    holds(is & !LOCKS == was & !LOCKS && is & was == was)?;
                }
                (b"V", Some(after)) if signed && before.is_none() => self.value(after)?,
                (b"AP", Some(after)) if signed => {
                    self.explain_here(before, after)?;
                    self.appearance(before, after)?;
                }
                (b"M" | b"DA", Some(Object::String(..))) if signed => {}
                (b"Type", Some(after)) if before.is_none() => holds(after.as_name().is_ok_and(|kind| kind == b"Annot"))?,
                (b"AS", Some(after)) if signed => holds(after.as_name().is_ok())?,
                (b"MK", Some(after)) if signed && before.is_none() => holds(after.as_dict().is_ok_and(Dictionary::is_empty))?,
                // The page or field it stands on changed, which is judged there.
                _ if before == after => {}
                _ => return Err(ALTERED),
            }
        }
        // The blank that was prepared may be drawn in place, where nothing else is drawn by it.
        if let (true, Ok(before), Ok(after)) = (signed, old.dictionary.get(b"AP"), new.dictionary.get(b"AP"))
            && before == after
            && id(after).is_none_or(|place| self.has_one_use(place) && !self.is_open(place))
        {
            self.appearance(Some(before), after)?;
        }
        Ok(signed)
    }

    /// How a field that gets its signature looks: new, or what was there as a blank drawn anew.
    fn appearance(&mut self, before: Option<&'a Object>, after: &'a Object) -> Allowed {
        let is = self.is(Some(after)).and_then(|looks| looks.as_dict().ok()).ok_or(ALTERED)?;
        let was = self.was(before).and_then(|looks| looks.as_dict().ok());
        for (key, look) in is {
            self.explain_here(was.and_then(|was| was.get(key).ok()), look)?;
            let Some(look) = self.is(Some(look)) else { return holds(false) };
            let inside: Vec<&'a Object> = entries(look).map(|inside| inside.iter().map(|(_, value)| value).collect()).unwrap_or_default();
            for part in inside {
                self.explain_with_all_it_needs(part, 0)?;
            }
        }
        Ok(())
    }

    /// Pages change by widgets of signature fields alone, each where nothing is shown beneath it.
    fn pages(&mut self, widgets: &Widgets) -> Allowed {
        let pages = self.after.get_pages();
        let mut placed = BTreeSet::new();
        for page in pages.values() {
            let was = self.before.get_object(*page).and_then(Object::as_dict).map_err(|_| ALTERED)?;
            let is = self.after.get_object(*page).and_then(Object::as_dict).map_err(|_| ALTERED)?;
            let mut new = Vec::new();
            for (key, before, after) in self.differing(was, is) {
                if key != b"Annots" && before == after {
                    continue;
                }
                holds(key == b"Annots")?;
                let after = after.ok_or(ALTERED)?;
                self.explain_here(before, after)?;
                new = self.new_annotations(before, after)?;
            }
            self.explain(*page);
            for annotation in new {
                let is_ours = widgets.new.contains(&annotation) || self.is_field_without_place(annotation);
                holds(is_ours && placed.insert(annotation))?;
                let widget = self.after.get_object(annotation).and_then(Object::as_dict).map_err(|_| ALTERED)?;
                holds(
                    super::widget::shows_nothing(self.after, widget) || super::widget::is_on_blank(self.before, was, (self.after, widget)),
                )?;
            }
        }
        // A widget that no page lists could still be shown by a reader that goes by the form.
        for widget in widgets.new.difference(&placed) {
            let widget = self.after.get_object(*widget).and_then(Object::as_dict).map_err(|_| ALTERED)?;
            holds(!widget.has(b"Rect") || super::widget::shows_nothing(self.after, widget))?;
        }
        Ok(())
    }

    /// Whether it is a signature field that was there but stood on no page.
    fn is_field_without_place(&self, annotation: ObjectId) -> bool {
        let is_field = self.fields_before.iter().any(|field| field.id == Some(annotation) && field.signature);
        let pages = self.before.get_pages();
        let mut lists = pages.values().filter_map(|page| array(self.before, self.before.get_dictionary(*page).ok()?, b"Annots"));
        is_field && !lists.any(|list| list.iter().any(|item| id(item) == Some(annotation)))
    }

    /// What was added to a page's annotations; the others are there in their order.
    fn new_annotations(&self, before: Option<&'a Object>, after: &'a Object) -> Allowed<Vec<ObjectId>> {
        let is = self.is(Some(after)).and_then(|list| list.as_array().ok()).ok_or(ALTERED)?;
        let none: &'a Vec<Object> = const { &Vec::new() };
        let was = match before {
            Some(_) => self.was(before).and_then(|list| list.as_array().ok()).ok_or(ALTERED)?,
            None => none,
        };
        let (mut new, mut old) = (Vec::new(), was.iter().peekable());
        for item in is {
            if old.peek() == Some(&item) {
                old.next();
            } else {
                new.push(id(item).ok_or(ALTERED)?);
            }
        }
        holds(old.next().is_none())?;
        Ok(new)
    }
}
