//! Content that is shown or not (ISO 32000-2, 8.11): what a reader does not show when it opens the file is not seen.

use crate::verify::pdf::{dictionary, get, id, resolve};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeSet;

/// The groups that are off.
#[derive(Default)]
pub(super) struct Layers(BTreeSet<ObjectId>);

impl Layers {
    pub(super) fn of(document: &Document) -> Self {
        let properties = document.catalog().ok().and_then(|root| dictionary(document, root, b"OCProperties"));
        let Some((properties, usual)) = properties.and_then(|found| Some((found, dictionary(document, found, b"D")?))) else {
            return Self::default();
        };
        let list = |from: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
            get(document, from, key).and_then(|list| list.as_array().ok()).into_iter().flatten().filter_map(id).collect()
        };
        let mut off: BTreeSet<ObjectId> = BTreeSet::new();
        if get(document, usual, b"BaseState").and_then(|state| state.as_name().ok()) == Some(b"OFF") {
            off.extend(list(properties, b"OCGs"));
            list(usual, b"ON").iter().for_each(|on| _ = off.remove(on));
        }
        off.extend(list(usual, b"OFF"));
        Self(off)
    }

    /// Whether what belongs to this group, or to several at once, is shown. Where several decide by a rule of their own, it is taken to be
    /// shown only when all of them are.
    pub(super) fn shows(&self, document: &Document, group: &Object) -> bool {
        if self.0.is_empty() {
            return true;
        }
        if id(group).is_some_and(|id| self.0.contains(&id)) {
            return false;
        }
        let Some(several) = resolve(document, group).and_then(|group| group.as_dict().ok()) else { return true };
        let Ok(groups) = several.get(b"OCGs") else { return true };
        let off = |group: &Object| id(group).is_some_and(|id| self.0.contains(&id));
        let groups =
            resolve(document, groups).and_then(|groups| groups.as_array().ok()).map_or_else(|| vec![groups], |list| list.iter().collect());
        let by_rule = several.has(b"VE") || several.get(b"P").and_then(Object::as_name).is_ok_and(|policy| policy != b"AnyOn");
        if by_rule { !groups.into_iter().any(off) } else { groups.is_empty() || !groups.into_iter().all(off) }
    }
}
