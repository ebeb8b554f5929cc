//! Removing a saved search.

use super::{SavedSearch, SavedSearchEvent};

/// Removes it; `None` when it was removed: who presses twice means it once.
#[must_use]
pub fn remove(search: &SavedSearch) -> Option<SavedSearchEvent> {
    (!search.removed).then_some(SavedSearchEvent::Removed)
}
