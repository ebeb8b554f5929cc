//! Conformance runs.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::conformance::ConformanceRun;
use domain::id::{ConformanceId, InstitutionId};

statements! {
    INSERT = "INSERT INTO conformance_run (id, number, institution, version, body) VALUES ($1, $2, $3, $4, $5)";
    UPDATE = "UPDATE conformance_run SET version = $1, body = $2 WHERE id = $3 AND version = $4";
    SELECT = "SELECT body FROM conformance_run WHERE id = $1";
    SELECT_BY_NUMBER = "SELECT body FROM conformance_run WHERE number = $1";
    LIST = "SELECT body FROM conformance_run WHERE institution = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT 20";
    SELECT_TURNED_AWAY = "SELECT turned_away FROM conformance_run WHERE number = $1 AND turned_away IS NOT NULL";
    TURN_AWAY = "UPDATE conformance_run SET turned_away = $1 WHERE number = $2 AND turned_away IS NULL";
}

/// Writes a new run.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is taken.
pub fn create(tx: &mut Tx, run: &ConformanceRun) -> Result<(), StoreError> {
    let values =
        vec![run.id.to_string().into(), run.number.as_str().into(), run.institution.to_string().into(), run.version.into(), json(run)?];
    tx.push(&INSERT, values, 1)
}

/// Writes what became of a run.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn save(tx: &mut Tx, mut run: ConformanceRun) -> Result<ConformanceRun, StoreError> {
    let read = run.version;
    run.version += 1;
    tx.push(&UPDATE, vec![run.version.into(), json(&run)?, run.id.to_string().into(), read.into()], 1)?;
    Ok(run)
}

/// The run, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: ConformanceId) -> Result<Option<ConformanceRun>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The run with this number, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_number(query: &mut impl Query, number: &str) -> Result<Option<ConformanceRun>, StoreError> {
    query.first(&SELECT_BY_NUMBER, vec![number.into()]).await?.map(|row| row.json(0)).transpose()
}

/// An institution's runs, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query, institution: InstitutionId) -> Result<Vec<ConformanceRun>, StoreError> {
    let rows = query.rows(&LIST, vec![institution.to_string().into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The idempotency key of the message that was turned away on purpose, if one was.
///
/// # Errors
/// [`StoreError`].
pub async fn turned_away(query: &mut impl Query, number: &str) -> Result<Option<String>, StoreError> {
    let row = query.first(&SELECT_TURNED_AWAY, vec![number.into()]).await?;
    row.map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Notes the idempotency key of the message that is turned away on purpose.
///
/// # Errors
/// [`StoreError::Conflict`] when one was.
pub fn turn_away(tx: &mut Tx, number: &str, key: &str) -> Result<(), StoreError> {
    tx.push(&TURN_AWAY, vec![key.into(), number.into()], 1)
}
