//! Saved searches: an organisation's own, listed for it and for the job that holds lots against them, and for nobody else (HR-10).

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::id::{OrganisationId, SavedSearchId};
use domain::saved_search::{SavedSearch, SavedSearchEvent};

statements! {
    INSERT = "INSERT INTO saved_search (id, organisation, removed, version, body) VALUES ($1, $2, 0, $3, $4)";
    UPDATE = "UPDATE saved_search SET removed = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM saved_search WHERE id = $1";
    LIST_OF = "SELECT body FROM saved_search WHERE organisation = $1 AND removed = 0 LIMIT $2";
    LIST_ALL = "SELECT body FROM saved_search WHERE removed = 0 AND (organisation, id) > ($1, $2) ORDER BY organisation, id LIMIT $3";
    HEARD = "SELECT seq FROM lots_heard WHERE one = 1";
    HEAR = "UPDATE lots_heard SET seq = $1 WHERE one = 1";
}

/// Most searches that are read of an organisation: more than it may have.
const OF_ORGANISATION: i64 = 100;

/// Writes a new saved search and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &SavedSearchEvent) -> Result<SavedSearch, StoreError> {
    let search = SavedSearch::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = search.facts.id.to_string();
    let values = vec![id.as_str().into(), search.facts.organisation.to_string().into(), search.version.into(), json(&search)?];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, search.version, event.name(), event)?;
    Ok(search)
}

/// Applies `event` to `search` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut search: SavedSearch, event: &SavedSearchEvent) -> Result<SavedSearch, StoreError> {
    let read = search.version;
    search.apply(event);
    let id = search.facts.id.to_string();
    let values = vec![u32::from(search.removed).into(), search.version.into(), json(&search)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, search.version, event.name(), event)?;
    Ok(search)
}

/// The saved search, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: SavedSearchId) -> Result<Option<SavedSearch>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Those that an organisation keeps, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of(query: &mut impl Query, organisation: OrganisationId) -> Result<Vec<SavedSearch>, StoreError> {
    let rows = query.rows(&LIST_OF, vec![organisation.to_string().into(), OF_ORGANISATION.into()]).await?;
    let mut found: Vec<SavedSearch> = rows.iter().map(|row| row.json(0)).collect::<Result<_, _>>()?;
    found.sort_by_key(|search| search.facts.id);
    Ok(found)
}

/// Those of all organisations behind this one of `after`'s organisation, an organisation after the other.
///
/// # Errors
/// [`StoreError`].
pub async fn list_all(query: &mut impl Query, after: Option<&SavedSearch>, limit: i64) -> Result<Vec<SavedSearch>, StoreError> {
    let (organisation, id) = after.map(|search| (search.facts.organisation.to_string(), search.facts.id.to_string())).unwrap_or_default();
    let rows = query.rows(&LIST_ALL, vec![organisation.into(), id.into(), limit.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Up to which place in the order of arrival lots have been held against them.
///
/// # Errors
/// [`StoreError`].
pub async fn heard(query: &mut impl Query) -> Result<i64, StoreError> {
    query.first(&HEARD, vec![]).await?.map_or(Ok(0), |row| row.int(0))
}

/// Notes that lots up to `seq` have been.
///
/// # Errors
/// [`StoreError`].
pub fn hear(tx: &mut Tx, seq: i64) -> Result<(), StoreError> {
    tx.push(&HEAR, vec![seq.into()], 1)
}
