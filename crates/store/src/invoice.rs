//! Invoices. That one lives for one fee an index says, whoever is faster (INV-19).

use crate::db::{Query, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Statements, words};
use domain::access::{Rows, Scope};
use domain::id::{ApplicationId, InvoiceId};
use domain::invoice::{Invoice, InvoiceEvent};

statements! {
    INSERT = "INSERT INTO invoice (id, application, applicant, institution, state, version, body, words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "UPDATE invoice SET state = $1, version = $2, body = $3, words = $4 WHERE id = $5 AND version = $6";
    SELECT = "SELECT body FROM invoice WHERE id = $1";
    LIST_OF_APPLICATION = "SELECT body FROM invoice WHERE application = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT 100";
    LIST_OF_APPLICANT = "SELECT body FROM invoice WHERE applicant = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OF_APPLICANT_IN = "SELECT body FROM invoice WHERE applicant = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_APPLICANT_OLDEST = "SELECT body FROM invoice WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_OF_APPLICANT_IN_OLDEST = "SELECT body FROM invoice WHERE applicant = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_APPLICANT = "SELECT COUNT(*) FROM (SELECT 1 FROM invoice WHERE applicant = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_OF_APPLICANT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM invoice WHERE applicant = $1 AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    LIST_OF_INSTITUTION = "SELECT body FROM invoice WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OF_INSTITUTION_IN = "SELECT body FROM invoice WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_INSTITUTION_OLDEST = "SELECT body FROM invoice WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_OF_INSTITUTION_IN_OLDEST = "SELECT body FROM invoice WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_INSTITUTION = "SELECT COUNT(*) FROM (SELECT 1 FROM invoice WHERE institution = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_OF_INSTITUTION_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM invoice WHERE institution = $1 AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
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
const AFTER_ALL: &str = "inv_g";

/// What it is found under. Nothing of a lot stands in it: a list of invoices tells of none (HR-10).
fn found_under(invoice: &Invoice) -> String {
    let facts = &invoice.facts;
    let own = [facts.number.as_str(), facts.applicant.name.as_str(), facts.applicant.uscc.as_str(), facts.guarantor.name.as_str()];
    let numbers = invoice.state.issued().map(|issued| &issued.number).into_iter();
    let numbers = numbers.chain(invoice.state.reversals().iter().map(|red| &red.invoice.number));
    words(&own.into_iter().chain(numbers.map(|number| number.as_str())).collect::<Vec<_>>())
}

/// Writes a new invoice and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when another lives for the same fee; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &InvoiceEvent) -> Result<Invoice, StoreError> {
    let invoice = Invoice::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = invoice.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        invoice.facts.application.to_string().into(),
        invoice.facts.applicant.organisation.to_string().into(),
        invoice.facts.guarantor.institution.to_string().into(),
        invoice.state.code().into(),
        invoice.version.into(),
        json(&invoice)?,
        found_under(&invoice).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append_naming(tx, stamp, &id, invoice.version, event.name(), event)?;
    Ok(invoice)
}

/// Applies `event` to `invoice` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut invoice: Invoice, event: &InvoiceEvent) -> Result<Invoice, StoreError> {
    let read = invoice.version;
    invoice.apply(event);
    let id = invoice.facts.id.to_string();
    let values: Vec<Value> = vec![
        invoice.state.code().into(),
        invoice.version.into(),
        json(&invoice)?,
        found_under(&invoice).into(),
        id.as_str().into(),
        read.into(),
    ];
    tx.push(&UPDATE, values, 1)?;
    event::append_naming(tx, stamp, &id, invoice.version, event.name(), event)?;
    Ok(invoice)
}

/// The invoice, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: InvoiceId) -> Result<Option<Invoice>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The invoices that were asked for of one fee, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_application(query: &mut impl Query, application: ApplicationId) -> Result<Vec<Invoice>, StoreError> {
    let rows = query.rows(&LIST_OF_APPLICATION, vec![application.to_string().into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Whose invoices somebody sees.
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
    after: Option<InvoiceId>,
    limit: i64,
) -> Result<Vec<Invoice>, StoreError> {
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
