//! Special forms.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Statements};
use domain::access::{Rows, Scope};
use domain::id::{ApplicationId, SpecialFormId};
use domain::special_form::{SpecialForm, SpecialFormEvent};

statements! {
    INSERT = "INSERT INTO special_form (id, application, institution, state, version, body) VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE = "UPDATE special_form SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM special_form WHERE id = $1";
    SELECT_LAST_OF_APPLICATION = "SELECT body FROM special_form WHERE application = $1 ORDER BY id DESC LIMIT 1";
    LIST = "SELECT f.body FROM special_form f WHERE f.institution = $1 AND f.id COLLATE \"binary\" < $2 AND ($3 = '' OR (SELECT a.words FROM application a WHERE a.id = f.application) LIKE $3) ORDER BY f.id COLLATE \"binary\" DESC LIMIT $4";
    LIST_IN = "SELECT f.body FROM special_form f WHERE f.institution = $1 AND f.id COLLATE \"binary\" < $2 AND ($3 = '' OR (SELECT a.words FROM application a WHERE a.id = f.application) LIKE $3) AND f.state = $4 ORDER BY f.id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OLDEST = "SELECT f.body FROM special_form f WHERE f.institution = $1 AND f.id COLLATE \"binary\" > $2 AND ($3 = '' OR (SELECT a.words FROM application a WHERE a.id = f.application) LIKE $3) ORDER BY f.id COLLATE \"binary\" LIMIT $4";
    LIST_IN_OLDEST = "SELECT f.body FROM special_form f WHERE f.institution = $1 AND f.id COLLATE \"binary\" > $2 AND ($3 = '' OR (SELECT a.words FROM application a WHERE a.id = f.application) LIKE $3) AND f.state = $4 ORDER BY f.id COLLATE \"binary\" LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM special_form f WHERE f.institution = $1 AND ($2 = '' OR (SELECT a.words FROM application a WHERE a.id = f.application) LIKE $2) ORDER BY f.id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM special_form f WHERE f.institution = $1 AND ($2 = '' OR (SELECT a.words FROM application a WHERE a.id = f.application) LIKE $2) AND f.state = $3 ORDER BY f.id COLLATE \"binary\" LIMIT $4) AS counted";
}

static OF_INSTITUTION: Statements = Statements { all: [&LIST, &LIST_OLDEST, &COUNT], in_state: [&LIST_IN, &LIST_IN_OLDEST, &COUNT_IN] };

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "spf_g";

/// Writes a new special form and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &SpecialFormEvent) -> Result<SpecialForm, StoreError> {
    let form = SpecialForm::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = form.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        form.facts.application.to_string().into(),
        form.facts.institution.to_string().into(),
        form.state.code().into(),
        form.version.into(),
        json(&form)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append_naming(tx, stamp, &id, form.version, event.name(), event)?;
    Ok(form)
}

/// Applies `event` to `form` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut form: SpecialForm, event: &SpecialFormEvent) -> Result<SpecialForm, StoreError> {
    let read = form.version;
    form.apply(event);
    let id = form.facts.id.to_string();
    tx.push(&UPDATE, vec![form.state.code().into(), form.version.into(), json(&form)?, id.as_str().into(), read.into()], 1)?;
    event::append_naming(tx, stamp, &id, form.version, event.name(), event)?;
    Ok(form)
}

/// The special form, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: SpecialFormId) -> Result<Option<SpecialForm>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The last special form of an application, if one was ever asked for.
///
/// # Errors
/// [`StoreError`].
pub async fn load_last_of(query: &mut impl Query, application: ApplicationId) -> Result<Option<SpecialForm>, StoreError> {
    query.first(&SELECT_LAST_OF_APPLICATION, vec![application.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A page of an institution's special forms, found under the words of the applications they are for.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<SpecialFormId>,
    limit: i64,
) -> Result<Vec<SpecialForm>, StoreError> {
    let Rows::OfInstitution(institution) = scope.rows() else { return Ok(Vec::new()) };
    let begin = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(&OF_INSTITUTION, institution.to_string(), begin, limit.clamp(1, PAGE_MAX));
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Rows::OfInstitution(institution) = scope.rows() else { return Ok(0) };
    let (sql, values) = filter.counted(&OF_INSTITUTION, institution.to_string());
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}
