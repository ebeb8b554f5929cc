//! The days' closes. That a day is closed once an index says, whoever is faster.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::day_close::{DayClose, DayCloseEvent};
use domain::id::{DayCloseId, InstitutionId};
use domain::report::Period;

statements! {
    INSERT = "INSERT INTO day_close (id, institution, day, state, version, body) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE day_close SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM day_close WHERE id = $1";
    SELECT_LAST = "SELECT body FROM day_close WHERE institution = $1 AND state IN ('proposed', 'confirmed') ORDER BY day DESC LIMIT 1";
    LIST = "SELECT body FROM day_close WHERE institution = $1 AND day >= $2 AND day <= $3 AND state IN ('proposed', 'confirmed') ORDER BY day";
}

/// Writes a new close and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when the day is closed; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &DayCloseEvent) -> Result<DayClose, StoreError> {
    let close = DayClose::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = close.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        close.facts.institution.to_string().into(),
        close.facts.closed.day.to_string().into(),
        close.state.code().into(),
        close.version.into(),
        json(&close)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, close.version, event.name(), event)?;
    Ok(close)
}

/// Applies `event` to `close` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut close: DayClose, event: &DayCloseEvent) -> Result<DayClose, StoreError> {
    let read = close.version;
    close.apply(event);
    let id = close.facts.id.to_string();
    let values = vec![close.state.code().into(), close.version.into(), json(&close)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, close.version, event.name(), event)?;
    Ok(close)
}

/// The close, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: DayCloseId) -> Result<Option<DayClose>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The last day's that was drawn up and not given up, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_last_of(query: &mut impl Query, institution: InstitutionId) -> Result<Option<DayClose>, StoreError> {
    query.first(&SELECT_LAST, vec![institution.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Those of a period that were not given up, the first day first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query, institution: InstitutionId, period: Period) -> Result<Vec<DayClose>, StoreError> {
    let values = vec![institution.to_string().into(), period.from.to_string().into(), period.to.to_string().into()];
    query.rows(&LIST, values).await?.iter().map(|row| row.json(0)).collect()
}
