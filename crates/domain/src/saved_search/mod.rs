//! Saved searches (保存的查询): what an organisation looks for, so that it hears of new lots that fit. Before opening that ties the organisation to
//! what it may bid for: a saved search is its own and stands in no list, log or figure of others (HR-10).

mod event;
mod follows;
pub mod hear;
pub mod remove;
pub mod save;

pub use event::{SavedSearchEvent, Telling};

use crate::id::{OrganisationId, SavedSearchId};
use crate::lot::Wanted;
use crate::site::SiteCode;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Most saved searches of an organisation.
pub const OF_ORGANISATION_MAX: usize = 20;
/// Characters of a name.
pub const NAME_LENGTH: RangeInclusive<usize> = 1..=30;

/// All that is fixed of a saved search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearchFacts {
    /// Which.
    pub id: SavedSearchId,
    /// Whose.
    pub organisation: OrganisationId,
    /// On which site.
    pub site: SiteCode,
    /// What its people call it.
    pub name: String,
    /// What is looked for.
    pub wanted: Wanted,
}

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// All that is fixed.
    pub facts: SavedSearchFacts,
    /// Up to which place in the order of arrival lots have been looked at for it.
    pub looked_to: i64,
    /// When a lot that fits came last.
    pub fitted_at: Option<Timestamp>,
    /// When its organisation was told of it last.
    pub told_at: Option<Timestamp>,
    /// Whether lots have fitted of which it has yet to hear.
    pub untold: bool,
    /// Whether it was removed.
    pub removed: bool,
    /// Rises with every event.
    pub version: u32,
}
