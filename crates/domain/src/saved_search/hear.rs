//! Hearing of lots that have come.

use super::{SavedSearch, SavedSearchEvent, Telling};
use crate::time::Timestamp;

/// Lots up to `looked_to` were held against it and the last of them fit, or nothing new did and its organisation has yet to hear of what fitted
/// before; `None` when there is nothing to say, or it was removed.
#[must_use]
pub fn hear(search: &SavedSearch, looked_to: i64, at: Timestamp, telling: Telling) -> Option<SavedSearchEvent> {
    let news = looked_to > search.looked_to;
    let due = search.untold && telling != Telling::Later;
    (!search.removed && (news || due)).then_some(SavedSearchEvent::Fitted { looked_to: looked_to.max(search.looked_to), at, telling })
}
