//! Mandates of agencies.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{COUNT_MAX, Filter};
use domain::access::{Rows, Scope};
use domain::id::{MandateId, OrganisationId};
use domain::mandate::{Mandate, MandateEvent, ProjectNumber};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO mandate (id, tenderee, agency, project, site, ends_at, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE mandate SET ends_at = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM mandate WHERE id = $1";
    LIST_STANDING = "SELECT body FROM mandate WHERE agency = $1 AND project = $2 AND (ends_at > $3 OR ends_at = 0) LIMIT 100";
    OF_TENDEREE = "SELECT body FROM mandate WHERE tenderee = $1 AND id COLLATE \"binary\" < $2 ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    OF_TENDEREE_OLDEST = "SELECT body FROM mandate WHERE tenderee = $1 AND id COLLATE \"binary\" > $2 ORDER BY id COLLATE \"binary\" LIMIT $3";
    COUNT_OF_TENDEREE = "SELECT COUNT(*) FROM (SELECT 1 FROM mandate WHERE tenderee = $1 ORDER BY id COLLATE \"binary\" LIMIT $2) AS counted";
    OF_AGENCY = "SELECT body FROM mandate WHERE agency = $1 AND id COLLATE \"binary\" < $2 ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    OF_AGENCY_OLDEST = "SELECT body FROM mandate WHERE agency = $1 AND id COLLATE \"binary\" > $2 ORDER BY id COLLATE \"binary\" LIMIT $3";
    COUNT_OF_AGENCY = "SELECT COUNT(*) FROM (SELECT 1 FROM mandate WHERE agency = $1 ORDER BY id COLLATE \"binary\" LIMIT $2) AS counted";
    OF_SITE = "SELECT body FROM mandate WHERE site = $1 AND id COLLATE \"binary\" < $2 ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    OF_SITE_OLDEST = "SELECT body FROM mandate WHERE site = $1 AND id COLLATE \"binary\" > $2 ORDER BY id COLLATE \"binary\" LIMIT $3";
    COUNT_OF_SITE = "SELECT COUNT(*) FROM (SELECT 1 FROM mandate WHERE site = $1 ORDER BY id COLLATE \"binary\" LIMIT $2) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "mdt_g";

/// Writes a new mandate and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &MandateEvent) -> Result<Mandate, StoreError> {
    let mandate = Mandate::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let (facts, id) = (&mandate.facts, mandate.facts.id.to_string());
    let values = vec![
        id.as_str().into(),
        facts.tenderee.organisation.to_string().into(),
        facts.agency.organisation.to_string().into(),
        facts.project.as_str().into(),
        facts.site.to_string().into(),
        mandate.acts_until().micros().into(),
        mandate.version.into(),
        json(&mandate)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, mandate.version, event.name(), event)?;
    Ok(mandate)
}

/// Applies `event` to `mandate` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut mandate: Mandate, event: &MandateEvent) -> Result<Mandate, StoreError> {
    let read = mandate.version;
    mandate.apply(event);
    let id = mandate.facts.id.to_string();
    tx.push(
        &UPDATE,
        vec![mandate.acts_until().micros().into(), mandate.version.into(), json(&mandate)?, id.as_str().into(), read.into()],
        1,
    )?;
    event::append(tx, stamp, &id, mandate.version, event.name(), event)?;
    Ok(mandate)
}

/// The mandate, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: MandateId) -> Result<Option<Mandate>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The mandates under which an agency acts in a project at `now`, or has yet to say whether it does; at most a hundred.
///
/// # Errors
/// [`StoreError`].
pub async fn list_standing(
    query: &mut impl Query,
    agency: OrganisationId,
    project: &ProjectNumber,
    now: Timestamp,
) -> Result<Vec<Mandate>, StoreError> {
    let values = vec![agency.to_string().into(), project.as_str().into(), now.micros().into()];
    query.rows(&LIST_STANDING, values).await?.iter().map(|row| row.json(0)).collect()
}

/// Newest first, oldest first and counted, and whose they are.
fn owner(scope: &Scope) -> Option<([&'static crate::db::Sql; 3], String)> {
    match scope.rows() {
        Rows::OfTenderee(organisation) => Some(([&OF_TENDEREE, &OF_TENDEREE_OLDEST, &COUNT_OF_TENDEREE], organisation.to_string())),
        Rows::OfAgency(organisation) => Some(([&OF_AGENCY, &OF_AGENCY_OLDEST, &COUNT_OF_AGENCY], organisation.to_string())),
        Rows::OfCentre(site) => Some(([&OF_SITE, &OF_SITE_OLDEST, &COUNT_OF_SITE], site.to_string())),
        Rows::OfApplicant(_) | Rows::OfInstitution(_) | Rows::Nothing => None,
    }
}

/// A page of the mandates in `scope` in the order asked for, behind `after`; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    after: Option<MandateId>,
    limit: i64,
) -> Result<Vec<Mandate>, StoreError> {
    let Some((statements, owner)) = owner(scope) else { return Ok(Vec::new()) };
    let begin = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![owner.into(), begin.into(), limit.clamp(1, PAGE_MAX).into()];
    query.rows(statements[usize::from(filter.oldest)], values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope) -> Result<i64, StoreError> {
    let Some((statements, owner)) = owner(scope) else { return Ok(0) };
    query.first(statements[2], vec![owner.into(), (COUNT_MAX + 1).into()]).await?.map_or(Ok(0), |row| row.int(0))
}
