//! Applications.

use crate::db::{Query, Row, Sql, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter, Narrowed, Sought, Statements};
use domain::access::{Rows, Scope};
use domain::application::{Application, ApplicationEvent};
use domain::id::{ApplicationId, InstitutionId, LotId, OrganisationId, RANDOM_BYTES};
use domain::institution::Institution;
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO application (id, number, site, applicant, institution, state, version, body, lot, words, kind) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE = "UPDATE application SET state = $1, version = $2, body = $3, lot = $4, words = $5 WHERE id = $6 AND version = $7";
    SELECT = "SELECT body FROM application WHERE id = $1";
    SELECT_BY_NUMBER = "SELECT body FROM application WHERE number = $1";
    LIST_OF_APPLICANT = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" DESC LIMIT $8";
    LIST_OF_APPLICANT_OLDEST = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" LIMIT $8";
    COUNT_OF_APPLICANT = "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" LIMIT $8) AS counted";
    LIST_OF_APPLICANT_IN = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND state = $5 AND ($6 = '' OR kind = $6) AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" DESC LIMIT $8";
    LIST_OF_APPLICANT_IN_OLDEST = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND state = $5 AND ($6 = '' OR kind = $6) AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" LIMIT $8";
    COUNT_OF_APPLICANT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND state = $5 AND ($6 = '' OR kind = $6) AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" LIMIT $8) AS counted";
    LIST_OF_APPLICANT_OF_KIND = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND kind = $6 AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" DESC LIMIT $8";
    LIST_OF_APPLICANT_OF_KIND_OLDEST = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND kind = $6 AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" LIMIT $8";
    COUNT_OF_APPLICANT_OF_KIND = "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND kind = $6 AND ($7 = '' OR institution = $7) ORDER BY id COLLATE \"binary\" LIMIT $8) AS counted";
    LIST_OF_APPLICANT_AT = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND institution = $7 ORDER BY id COLLATE \"binary\" DESC LIMIT $8";
    LIST_OF_APPLICANT_AT_OLDEST = "SELECT body FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND institution = $7 ORDER BY id COLLATE \"binary\" LIMIT $8";
    COUNT_OF_APPLICANT_AT = "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND id COLLATE \"binary\" < $3 AND ($4 = '' OR words LIKE $4) AND ($5 = '' OR state = $5) AND ($6 = '' OR kind = $6) AND institution = $7 ORDER BY id COLLATE \"binary\" LIMIT $8) AS counted";
    LIST_OF_INSTITUTION = "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR json_extract(body, '$.state.payment') IS NOT NULL) AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4",
        postgres "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR body::jsonb #>> '{state,payment}' IS NOT NULL) AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OF_INSTITUTION_IN = "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR json_extract(body, '$.state.payment') IS NOT NULL) AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5",
        postgres "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR body::jsonb #>> '{state,payment}' IS NOT NULL) AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_INSTITUTION_OLDEST = "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR json_extract(body, '$.state.payment') IS NOT NULL) AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4",
        postgres "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR body::jsonb #>> '{state,payment}' IS NOT NULL) AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_OF_INSTITUTION_IN_OLDEST = "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR json_extract(body, '$.state.payment') IS NOT NULL) AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5",
        postgres "SELECT body FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR body::jsonb #>> '{state,payment}' IS NOT NULL) AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_INSTITUTION = "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR json_extract(body, '$.state.payment') IS NOT NULL) AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted",
        postgres "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR body::jsonb #>> '{state,payment}' IS NOT NULL) AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_OF_INSTITUTION_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR json_extract(body, '$.state.payment') IS NOT NULL) AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted",
        postgres "SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE institution = $1 AND state <> 'draft' AND (state NOT IN ('withdrawn', 'closed') OR body::jsonb #>> '{state,payment}' IS NOT NULL) AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    GUARANTORS_OF = "WITH RECURSIVE asked (institution) AS (SELECT MIN(institution) FROM application WHERE applicant = $1 UNION ALL SELECT (SELECT MIN(a.institution) FROM application a WHERE a.applicant = $1 AND a.institution > asked.institution) FROM asked WHERE asked.institution IS NOT NULL) SELECT COALESCE((SELECT i.body FROM institution i WHERE i.id = asked.institution), '') FROM asked WHERE asked.institution IS NOT NULL";
    DRAFTS_OF = "SELECT body FROM application WHERE applicant = $1 AND lot = $2 AND state = 'draft' ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    LIST_OPEN_OF_LOT = "SELECT body FROM application WHERE lot = $1 AND lot <> '' AND state IN ('draft', 'awaiting_payment', 'under_review', 'issuing', 'issued') AND id COLLATE \"binary\" > $2 ORDER BY id COLLATE \"binary\" LIMIT $3";
    LIST_OPEN_OF_INSTITUTION = "SELECT body FROM application WHERE institution = $1 AND site = $2 AND state IN ('draft', 'awaiting_payment', 'under_review', 'issuing') AND id COLLATE \"binary\" > $3 ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_OF_LOT = "SELECT body FROM application WHERE lot = $1 AND lot <> '' ORDER BY id COLLATE \"binary\" DESC LIMIT $2";
}

static OF_APPLICANT: Narrowed = Narrowed {
    all: [&LIST_OF_APPLICANT, &LIST_OF_APPLICANT_OLDEST, &COUNT_OF_APPLICANT],
    in_state: Some([&LIST_OF_APPLICANT_IN, &LIST_OF_APPLICANT_IN_OLDEST, &COUNT_OF_APPLICANT_IN]),
    of_kind: [&LIST_OF_APPLICANT_OF_KIND, &LIST_OF_APPLICANT_OF_KIND_OLDEST, &COUNT_OF_APPLICANT_OF_KIND],
    at_guarantor: [&LIST_OF_APPLICANT_AT, &LIST_OF_APPLICANT_AT_OLDEST, &COUNT_OF_APPLICANT_AT],
};
static OF_INSTITUTION: Statements = Statements {
    all: [&LIST_OF_INSTITUTION, &LIST_OF_INSTITUTION_OLDEST, &COUNT_OF_INSTITUTION],
    in_state: [&LIST_OF_INSTITUTION_IN, &LIST_OF_INSTITUTION_IN_OLDEST, &COUNT_OF_INSTITUTION_IN],
};

/// What is sought in an applicant's list.
fn sought(organisation: OrganisationId, filter: &Filter<'_>, after: Option<ApplicationId>) -> Sought<'static> {
    let key = |at: Timestamp| ApplicationId::new(at, &[0; RANDOM_BYTES]).to_string();
    let after = after.map(|id| id.to_string());
    Sought { owner: organisation.to_string(), after, key, last: AFTER_ALL, beside: vec![filter.state.into()] }
}

/// The statement of a page of what a scope holds; `None` where it holds nothing.
fn page(scope: &Scope, filter: &Filter<'_>, after: Option<ApplicationId>, limit: i64) -> Option<(&'static Sql, Vec<Value>)> {
    match scope.rows() {
        Rows::OfApplicant(organisation) => Some(filter.narrowed_page(&OF_APPLICANT, sought(*organisation, filter, after), limit)),
        Rows::OfInstitution(institution) => {
            let begin = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
            Some(filter.page(&OF_INSTITUTION, institution.to_string(), begin, limit))
        }
        Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::OfCentre(_) | Rows::Nothing => None,
    }
}

/// The statement that counts what a scope holds.
fn counted(scope: &Scope, filter: &Filter<'_>) -> Option<(&'static Sql, Vec<Value>)> {
    match scope.rows() {
        Rows::OfApplicant(organisation) => Some(filter.narrowed_count(&OF_APPLICANT, sought(*organisation, filter, None))),
        Rows::OfInstitution(institution) => Some(filter.counted(&OF_INSTITUTION, institution.to_string())),
        Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::OfCentre(_) | Rows::Nothing => None,
    }
}

// What was never submitted is its applicant's alone, also when it is over: an institution's lists leave it out.

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Most applications for one lot that are looked at.
pub const OF_LOT_MAX: i64 = 500;
/// Sorts after every identifier.
const AFTER_ALL: &str = "app_g";

/// The lot, while it is open: what is sealed is tied to nobody here either (HR-10).
fn lot(application: &Application) -> String {
    application.facts.lot.lot().map(|id| id.to_string()).unwrap_or_default()
}

fn words(application: &Application) -> String {
    let facts = &application.facts;
    let (number, name) = facts.lot.title().map_or(("", ""), |(number, name)| (number.as_str(), name));
    let (applicant, guarantor) = (&facts.applicant, &facts.guarantor);
    filter::words(&[facts.number.as_str(), applicant.name.as_str(), applicant.uscc.as_str(), guarantor.name.as_str(), number, name])
}

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
        lot(&application).into(),
        words(&application).into(),
        facts.kind.code().into(),
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
    let values = vec![
        application.state.code().into(),
        application.version.into(),
        json(&application)?,
        lot(&application).into(),
        words(&application).into(),
        id.as_str().into(),
        read.into(),
    ];
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

/// A page of the applications in `scope` that `filter` lets through, newest first, before `before`; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<Application>, StoreError> {
    let Some((sql, values)) = page(scope, filter, before, limit.clamp(1, PAGE_MAX)) else { return Ok(Vec::new()) };
    query.rows(sql, values).await?.iter().map(read).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some((sql, values)) = counted(scope, filter) else { return Ok(0) };
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// Whom an organisation has ever asked: a look into an index for each, however many orders there are.
///
/// # Errors
/// [`StoreError`].
pub async fn guarantors_of(query: &mut impl Query, applicant: OrganisationId) -> Result<Vec<Institution>, StoreError> {
    let rows = query.rows(&GUARANTORS_OF, vec![applicant.to_string().into()]).await?;
    // Of whom nothing is known is no choice.
    rows.iter().filter(|row| row.text(0).is_ok_and(|body| !body.is_empty())).map(|row| row.json(0)).collect()
}

/// An organisation's drafts for an open lot, newest first, at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn drafts_of(query: &mut impl Query, applicant: OrganisationId, lot: LotId) -> Result<Vec<Application>, StoreError> {
    let values = vec![applicant.to_string().into(), lot.to_string().into(), PAGE_MAX.into()];
    query.rows(&DRAFTS_OF, values).await?.iter().map(read).collect()
}

/// The applications for an open lot, newest first, at most [`OF_LOT_MAX`]. For what concerns a lot that one organisation typed in.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_lot(query: &mut impl Query, lot: LotId) -> Result<Vec<Application>, StoreError> {
    query.rows(&LIST_OF_LOT, vec![lot.to_string().into(), OF_LOT_MAX.into()]).await?.iter().map(read).collect()
}

/// The applications to an institution on a site that are not over and have no letter, oldest first, after `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_open_of_institution(
    query: &mut impl Query,
    institution: InstitutionId,
    site: SiteCode,
    after: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<Application>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let values = vec![institution.to_string().into(), site.to_string().into(), after.into(), limit.into()];
    query.rows(&LIST_OPEN_OF_INSTITUTION, values).await?.iter().map(read).collect()
}

/// The applications for an open lot that are under way or issued, oldest first, after `after`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_open_of_lot(
    query: &mut impl Query,
    lot: LotId,
    after: Option<ApplicationId>,
    limit: i64,
) -> Result<Vec<Application>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    query.rows(&LIST_OPEN_OF_LOT, vec![lot.to_string().into(), after.into(), limit.into()]).await?.iter().map(read).collect()
}
