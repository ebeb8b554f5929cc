//! Bank statements, and their credits until they are recorded as bank lines.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter};
use domain::access::{Rows, Scope};
use domain::id::{InstitutionId, StatementId};
use domain::statement::{Statement, StatementEvent};
use serde::Serialize;
use serde::de::DeserializeOwned;

statements! {
    INSERT = "INSERT INTO statement (id, institution, state, version, body) VALUES ($1, $2, $3, $4, $5)";
    UPDATE = "UPDATE statement SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM statement WHERE id = $1";
    LIST = "SELECT body FROM statement WHERE institution = $1 AND ($2 = '' OR state = $2) AND id COLLATE \"binary\" < $3 ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OLDEST = "SELECT body FROM statement WHERE institution = $1 AND ($2 = '' OR state = $2) AND id COLLATE \"binary\" > $3 ORDER BY id COLLATE \"binary\" LIMIT $4";
    SELECT_LAST = "SELECT body FROM statement WHERE institution = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT $2";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM statement WHERE institution = $1 AND ($2 = '' OR state = $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    INSERT_CREDIT = "INSERT INTO statement_credit (statement, number, body) VALUES ($1, $2, $3)";
    SELECT_CREDITS = "SELECT number, body FROM statement_credit WHERE statement = $1 AND number > $2 ORDER BY number LIMIT $3";
}

/// Longest page of a list, and of a statement's credits.
pub const PAGE_MAX: i64 = 500;
/// Sorts after every identifier.
const AFTER_ALL: &str = "stm_g";

/// Writes a new statement and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &StatementEvent) -> Result<Statement, StoreError> {
    let statement = Statement::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = statement.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        statement.facts.institution.to_string().into(),
        statement.state.code().into(),
        statement.version.into(),
        json(&statement)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, statement.version, event.name(), event)?;
    Ok(statement)
}

/// Applies `event` to `statement` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut statement: Statement, event: &StatementEvent) -> Result<Statement, StoreError> {
    let read = statement.version;
    statement.apply(event);
    let id = statement.facts.id.to_string();
    let values = vec![statement.state.code().into(), statement.version.into(), json(&statement)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, statement.version, event.name(), event)?;
    Ok(statement)
}

/// The statement, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: StatementId) -> Result<Option<Statement>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A page of an institution's statements, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<StatementId>,
    limit: i64,
) -> Result<Vec<Statement>, StoreError> {
    let Rows::OfInstitution(institution) = scope.rows() else { return Ok(Vec::new()) };
    let before = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![institution.to_string().into(), filter.state.into(), before.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = if filter.oldest { &LIST_OLDEST } else { &LIST };
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// An institution's last statements, newest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_institution(query: &mut impl Query, institution: InstitutionId, limit: i64) -> Result<Vec<Statement>, StoreError> {
    query.rows(&SELECT_LAST, vec![institution.to_string().into(), limit.into()]).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Rows::OfInstitution(institution) = scope.rows() else { return Ok(0) };
    let values = vec![institution.to_string().into(), filter.state.into(), (filter::COUNT_MAX + 1).into()];
    query.first(&COUNT, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// Keeps a credit of a statement, by the number of its row.
///
/// # Errors
/// [`StoreError::Conflict`] when it is kept already.
pub fn keep_credit(tx: &mut Tx, id: StatementId, number: u64, credit: &impl Serialize) -> Result<(), StoreError> {
    let number = i64::try_from(number).map_err(|_| StoreError::Corrupt("a row number out of range".into()))?;
    tx.push(&INSERT_CREDIT, vec![id.to_string().into(), number.into(), json(credit)?], 1)
}

/// The credits behind row `after`, in order, with the numbers of their rows.
///
/// # Errors
/// [`StoreError`].
pub async fn credits<T: DeserializeOwned>(
    query: &mut impl Query,
    id: StatementId,
    after: u64,
    limit: i64,
) -> Result<Vec<(u64, T)>, StoreError> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let rows = query.rows(&SELECT_CREDITS, vec![id.to_string().into(), after.into(), limit.clamp(1, PAGE_MAX).into()]).await?;
    rows.iter().map(|row| Ok((u64::try_from(row.int(0)?).unwrap_or(0), row.json(1)?))).collect()
}
