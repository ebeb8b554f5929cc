//! Paper originals of letters. That one is on its way for a letter an index says, whoever is faster.

use crate::db::{Query, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Statements, words};
use domain::access::{Rows, Scope};
use domain::id::{GuaranteeId, PaperCopyId};
use domain::paper_copy::{PaperCopy, PaperCopyEvent};

statements! {
    INSERT = "INSERT INTO paper_copy (id, guarantee, applicant, institution, state, version, body, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE paper_copy SET state = $1, version = $2, body = $3, words = $4 WHERE id = $5 AND version = $6";
    SELECT = "SELECT body FROM paper_copy WHERE id = $1";
    LIST_OF_GUARANTEE = "SELECT body FROM paper_copy WHERE guarantee = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT 100";
    LIST_OF_APPLICANT = "SELECT body FROM paper_copy WHERE applicant = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OF_APPLICANT_IN = "SELECT body FROM paper_copy WHERE applicant = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_APPLICANT_OLDEST = "SELECT body FROM paper_copy WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_OF_APPLICANT_IN_OLDEST = "SELECT body FROM paper_copy WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_APPLICANT = "SELECT COUNT(*) FROM (SELECT 1 FROM paper_copy WHERE applicant = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_OF_APPLICANT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM paper_copy WHERE applicant = $1 AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_INSTITUTION = "SELECT body FROM paper_copy WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OF_INSTITUTION_IN = "SELECT body FROM paper_copy WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_INSTITUTION_OLDEST = "SELECT body FROM paper_copy WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_OF_INSTITUTION_IN_OLDEST = "SELECT body FROM paper_copy WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_INSTITUTION = "SELECT COUNT(*) FROM (SELECT 1 FROM paper_copy WHERE institution = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_OF_INSTITUTION_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM paper_copy WHERE institution = $1 AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

static OF_APPLICANT: Statements = Statements {
    all: [&LIST_OF_APPLICANT, &LIST_OF_APPLICANT_OLDEST, &COUNT_OF_APPLICANT],
    in_state: [&LIST_OF_APPLICANT_IN, &LIST_OF_APPLICANT_IN_OLDEST, &COUNT_OF_APPLICANT_IN],
};
static OF_INSTITUTION: Statements = Statements {
    all: [&LIST_OF_INSTITUTION, &LIST_OF_INSTITUTION_OLDEST, &COUNT_OF_INSTITUTION],
    in_state: [&LIST_OF_INSTITUTION_IN, &LIST_OF_INSTITUTION_IN_OLDEST, &COUNT_OF_INSTITUTION_IN],
};

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "ppc_g";

/// What it is found under. Nothing of a lot stands in it: a list of paper originals tells of none (HR-10).
fn found_under(copy: &PaperCopy) -> String {
    let facts = &copy.facts;
    let (number, letter, applicant) = (facts.number.as_str(), facts.letter.as_str(), &facts.applicant);
    let (name, uscc, guarantor) = (applicant.name.as_str(), applicant.uscc.as_str(), facts.guarantor.name.as_str());
    words(&[number, letter, name, uscc, guarantor, copy.state.post().map_or("", |post| post.tracking.as_str())])
}

/// Writes a new paper original and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when another is on its way for the same letter; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &PaperCopyEvent) -> Result<PaperCopy, StoreError> {
    let copy = PaperCopy::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = copy.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        copy.facts.guarantee.to_string().into(),
        copy.facts.applicant.organisation.to_string().into(),
        copy.facts.guarantor.institution.to_string().into(),
        copy.state.code().into(),
        copy.version.into(),
        json(&copy)?,
        found_under(&copy).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, copy.version, event.name(), event)?;
    Ok(copy)
}

/// Applies `event` to `copy` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut copy: PaperCopy, event: &PaperCopyEvent) -> Result<PaperCopy, StoreError> {
    let read = copy.version;
    copy.apply(event);
    let id = copy.facts.id.to_string();
    let values: Vec<Value> =
        vec![copy.state.code().into(), copy.version.into(), json(&copy)?, found_under(&copy).into(), id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, copy.version, event.name(), event)?;
    Ok(copy)
}

/// The paper original, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: PaperCopyId) -> Result<Option<PaperCopy>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Those that were asked for of one letter, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_guarantee(query: &mut impl Query, guarantee: GuaranteeId) -> Result<Vec<PaperCopy>, StoreError> {
    query.rows(&LIST_OF_GUARANTEE, vec![guarantee.to_string().into()]).await?.iter().map(|row| row.json(0)).collect()
}

/// Whose paper originals somebody sees.
fn owner(scope: &Scope) -> Option<(&'static Statements, String)> {
    match scope.rows() {
        Rows::OfApplicant(applicant) => Some((&OF_APPLICANT, applicant.to_string())),
        Rows::OfInstitution(institution) => Some((&OF_INSTITUTION, institution.to_string())),
        Rows::OfCentre(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing => None,
    }
}

/// A page of them, in the order asked for, behind `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    after: Option<PaperCopyId>,
    limit: i64,
) -> Result<Vec<PaperCopy>, StoreError> {
    let Some((statements, owner)) = owner(scope) else { return Ok(Vec::new()) };
    let begin = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(statements, owner, begin, limit.clamp(1, PAGE_MAX));
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`crate::filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some((statements, owner)) = owner(scope) else { return Ok(0) };
    let (sql, values) = filter.counted(statements, owner);
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}
