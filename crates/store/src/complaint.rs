//! Complaints. An institution's list holds those that it was asked about, and no others.

use crate::db::{Query, Sql, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter, words};
use domain::access::{Rows, Scope};
use domain::complaint::{Complaint, ComplaintEvent, ComplaintOutcome};
use domain::id::{ComplaintId, InstitutionId, OrganisationId};
use std::collections::BTreeMap;

statements! {
    INSERT = "INSERT INTO complaint (id, number, complainant, institution, centre, state, heard, outcome, version, body, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE = "UPDATE complaint SET state = $1, heard = $2, outcome = $3, version = $4, body = $5 WHERE id = $6 AND version = $7";
    SELECT = "SELECT body FROM complaint WHERE id = $1";
    COUNT_OPEN = "SELECT COUNT(*) FROM (SELECT 1 FROM complaint WHERE complainant = $1 AND state IN ('filed', 'accepted', 'with_institution', 'answered') LIMIT 50) AS counted";
    DECIDED = "SELECT outcome, COUNT(*) FROM complaint WHERE institution = $1 AND outcome <> '' GROUP BY outcome";
    LIST_OF_COMPLAINANT = "SELECT body FROM complaint WHERE complainant = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_COMPLAINANT_OLDEST = "SELECT body FROM complaint WHERE complainant = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_COMPLAINANT = "SELECT COUNT(*) FROM (SELECT 1 FROM complaint WHERE complainant = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_CENTRE = "SELECT body FROM complaint WHERE centre = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_CENTRE_OLDEST = "SELECT body FROM complaint WHERE centre = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_CENTRE = "SELECT COUNT(*) FROM (SELECT 1 FROM complaint WHERE centre = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_INSTITUTION = "SELECT body FROM complaint WHERE institution = $1 AND heard = 1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_INSTITUTION_OLDEST = "SELECT body FROM complaint WHERE institution = $1 AND heard = 1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_INSTITUTION = "SELECT COUNT(*) FROM (SELECT 1 FROM complaint WHERE institution = $1 AND heard = 1 AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "cmp_g";

/// Whose complaints are listed, by the side they are seen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// By whoever complained.
    ByComplainant(OrganisationId),
    /// By the office that the scope is of: a centre, or an institution that was asked.
    ByOffice,
}

/// The statements of a list (newest first, oldest first, counted) and whose it is.
fn list_of(seen: Seen, scope: &Scope) -> Option<([&'static Sql; 3], String)> {
    let of_complainant = [&LIST_OF_COMPLAINANT, &LIST_OF_COMPLAINANT_OLDEST, &COUNT_OF_COMPLAINANT];
    match (seen, scope.rows()) {
        (Seen::ByComplainant(id), _) => Some((of_complainant, id.to_string())),
        (Seen::ByOffice, Rows::OfCentre(site)) => Some(([&LIST_OF_CENTRE, &LIST_OF_CENTRE_OLDEST, &COUNT_OF_CENTRE], site.to_string())),
        (Seen::ByOffice, Rows::OfInstitution(id)) => {
            Some(([&LIST_OF_INSTITUTION, &LIST_OF_INSTITUTION_OLDEST, &COUNT_OF_INSTITUTION], id.to_string()))
        }
        (Seen::ByOffice, Rows::OfApplicant(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing) => None,
    }
}

const fn outcome(complaint: &Complaint) -> &'static str {
    match &complaint.decision {
        Some(decision) => decision.outcome.code(),
        None => "",
    }
}

/// Writes a new complaint and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &ComplaintEvent) -> Result<Complaint, StoreError> {
    let complaint = Complaint::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let facts = &complaint.facts;
    let id = facts.id.to_string();
    let found_under = words(&[facts.number.as_str(), facts.complainant.name.as_str(), &facts.institution_name]);
    let values = vec![
        id.as_str().into(),
        facts.number.as_str().into(),
        facts.complainant.organisation.to_string().into(),
        facts.institution.to_string().into(),
        facts.centre.to_string().into(),
        complaint.state.code().into(),
        i64::from(complaint.is_heard()).into(),
        outcome(&complaint).into(),
        complaint.version.into(),
        json(&complaint)?,
        found_under.into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append_naming(tx, stamp, &id, complaint.version, event.name(), event)?;
    Ok(complaint)
}

/// Applies `event` to `complaint` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut complaint: Complaint, event: &ComplaintEvent) -> Result<Complaint, StoreError> {
    let read = complaint.version;
    complaint.apply(event);
    let id = complaint.facts.id.to_string();
    let values = vec![
        complaint.state.code().into(),
        i64::from(complaint.is_heard()).into(),
        outcome(&complaint).into(),
        complaint.version.into(),
        json(&complaint)?,
        id.as_str().into(),
        read.into(),
    ];
    tx.push(&UPDATE, values, 1)?;
    event::append_naming(tx, stamp, &id, complaint.version, event.name(), event)?;
    Ok(complaint)
}

/// The complaint, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// How many complaints of a party wait to be decided, up to 50.
///
/// # Errors
/// [`StoreError`].
pub async fn count_open(query: &mut impl Query, complainant: OrganisationId) -> Result<usize, StoreError> {
    let count = query.first(&COUNT_OPEN, vec![complainant.to_string().into()]).await?.map_or(Ok(0), |row| row.int(0))?;
    usize::try_from(count).map_err(|_| StoreError::Corrupt("a count is negative".into()))
}

/// How many complaints about an institution were decided, by what came of them.
///
/// # Errors
/// [`StoreError`].
pub async fn decided(query: &mut impl Query, institution: InstitutionId) -> Result<BTreeMap<ComplaintOutcome, i64>, StoreError> {
    let rows = query.rows(&DECIDED, vec![institution.to_string().into()]).await?;
    let read = |row: &crate::db::Row| {
        let outcome = ComplaintOutcome::of_code(row.text(0)?).ok_or_else(|| StoreError::Corrupt("unknown outcome".into()))?;
        Ok((outcome, row.int(1)?))
    };
    rows.iter().map(read).collect()
}

/// A page of the complaints that are seen from this side.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    seen: Seen,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<ComplaintId>,
    limit: i64,
) -> Result<Vec<Complaint>, StoreError> {
    let Some(([newest, oldest, _], owner)) = list_of(seen, scope) else { return Ok(Vec::new()) };
    let before = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![owner.into(), filter.state.into(), filter.pattern().into(), before.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = if filter.oldest { oldest } else { newest };
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, seen: Seen, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some(([_, _, counted], owner)) = list_of(seen, scope) else { return Ok(0) };
    let values = vec![owner.into(), filter.state.into(), filter.pattern().into(), (filter::COUNT_MAX + 1).into()];
    query.first(counted, values).await?.map_or(Ok(0), |row| row.int(0))
}
