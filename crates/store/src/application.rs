//! Applications.

use crate::db::{Query, Row, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use domain::access::{Rows, Scope};
use domain::application::{Application, ApplicationEvent};
use domain::id::ApplicationId;

statements! {
    INSERT = "INSERT INTO application (id, number, site, applicant, institution, state, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE application SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM application WHERE id = $1";
    SELECT_BY_NUMBER = "SELECT body FROM application WHERE number = $1";
    LIST_OF_APPLICANT = "SELECT body FROM application WHERE applicant = $1 AND ($2 = '' OR state = $2) AND id < $3 ORDER BY id DESC LIMIT $4";
    LIST_OF_INSTITUTION = "SELECT body FROM application WHERE institution = $1 AND ($2 = '' OR state = $2) AND state <> 'draft' AND id < $3 ORDER BY id DESC LIMIT $4";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "app_g";

fn read(row: &Row) -> Result<Application, StoreError> {
    row.json(0)
}

/// Writes a new application and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when its number is taken; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &ApplicationEvent) -> Result<Application, StoreError> {
    let application = Application::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let (facts, id) = (&application.facts, application.facts.id.to_string());
    let values = vec![
        id.as_str().into(),
        facts.number.as_str().into(),
        facts.site.to_string().into(),
        facts.applicant.organisation.to_string().into(),
        facts.guarantor.institution.to_string().into(),
        application.state.code().into(),
        application.version.into(),
        json(&application)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, application.version, event.name(), event)?;
    Ok(application)
}

/// Applies `event` to `application` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when the application has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut application: Application, event: &ApplicationEvent) -> Result<Application, StoreError> {
    let read = application.version;
    application.apply(event);
    let id = application.facts.id.to_string();
    let values = vec![application.state.code().into(), application.version.into(), json(&application)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, application.version, event.name(), event)?;
    Ok(application)
}

/// The application, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: ApplicationId) -> Result<Option<Application>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// The application with this number, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_number(query: &mut impl Query, number: &str) -> Result<Option<Application>, StoreError> {
    query.first(&SELECT_BY_NUMBER, vec![number.into()]).await?.map(|row| row.json(0)).transpose()
}

/// A page of the applications in `scope`, newest first: those in `state` (empty: all) before `before`, at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    state: &str,
    before: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<Application>, StoreError> {
    let before = before.map_or_else(|| AFTER_ALL.to_owned(), |id| id.to_string());
    let limit = limit.clamp(1, PAGE_MAX);
    let (sql, owner) = match scope.rows() {
        Rows::OfApplicant(organisation) => (&LIST_OF_APPLICANT, organisation.to_string()),
        Rows::OfInstitution(institution) => (&LIST_OF_INSTITUTION, institution.to_string()),
        Rows::OfCentre(_) | Rows::Nothing => return Ok(Vec::new()),
    };
    let rows = query.rows(sql, vec![owner.into(), state.into(), before.into(), limit.into()]).await?;
    rows.iter().map(read).collect()
}
