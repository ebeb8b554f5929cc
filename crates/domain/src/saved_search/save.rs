//! Saving a search.

use super::{NAME_LENGTH, OF_ORGANISATION_MAX, SavedSearch, SavedSearchEvent, SavedSearchFacts};
use crate::refusal::Refusal;

/// Saves it beside the searches that its organisation keeps, where `looked_to` is the last lot that has come.
///
/// # Errors
/// [`Refusal::SavedSearchUnbounded`] for a search for everything; [`Refusal::SavedSearchNamed`] when there is one of the name on the site;
/// [`Refusal::SavedSearchesTooMany`].
pub fn save(facts: SavedSearchFacts, kept: &[SavedSearch], looked_to: i64) -> Result<SavedSearchEvent, Refusal> {
    if facts.wanted.is_all() {
        return Err(Refusal::SavedSearchUnbounded);
    }
    let standing = || kept.iter().filter(|known| !known.removed);
    if standing().any(|known| known.facts.site == facts.site && known.facts.name == facts.name) {
        return Err(Refusal::SavedSearchNamed);
    }
    if standing().count() >= OF_ORGANISATION_MAX {
        return Err(Refusal::SavedSearchesTooMany);
    }
    Ok(SavedSearchEvent::Saved { facts: Box::new(facts), looked_to })
}

/// A name as it was typed; `None` unless it is [`NAME_LENGTH`] long.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    crate::text::entered(text).ok().filter(|name| NAME_LENGTH.contains(&name.chars().count()))
}
