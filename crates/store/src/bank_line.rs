//! Bank lines. The row is the inbox: a line is recorded under its bank's own reference before anything is done with it.

use crate::db::{Query, Row, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter, Statements};
use domain::access::{Rows, Scope};
use domain::bank_line::{BankLine, BankLineEvent};
use domain::id::{ApplicationId, BankLineId, InstitutionId, PaymentId};

statements! {
    INSERT = "INSERT INTO bank_line (id, bank_reference, institution, payment, state, version, body, words) VALUES ($1, $2, $3, NULL, $4, $5, $6, $7)";
    UPDATE = "UPDATE bank_line SET payment = $1, state = $2, version = $3, body = $4 WHERE id = $5 AND version = $6";
    SELECT = "SELECT body FROM bank_line WHERE id = $1";
    SELECT_BY_BANK_REFERENCE = "SELECT body FROM bank_line WHERE bank_reference = $1";
    SELECT_NUMBERED = "SELECT body FROM bank_line WHERE bank_reference COLLATE \"binary\" >= $1 AND bank_reference COLLATE \"binary\" < $2 ORDER BY bank_reference COLLATE \"binary\" LIMIT $3";
    SELECT_BY_PAYMENT = "SELECT body FROM bank_line WHERE payment = $1 ORDER BY id";
    SELECT_LAST = "SELECT body FROM bank_line WHERE institution = $1 ORDER BY id COLLATE \"binary\" DESC LIMIT 1";
    LIST_RECEIVED = "SELECT body FROM bank_line WHERE institution = $1 AND state = 'received' ORDER BY id COLLATE \"binary\" LIMIT $2";
    LIST = "SELECT b.body, a.id, a.number FROM bank_line b LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE b.institution = $1 AND b.state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside') AND b.id COLLATE \"binary\" < $2 AND ($3 = '' OR b.words LIKE $3) ORDER BY b.id COLLATE \"binary\" DESC LIMIT $4";
    LIST_IN = "SELECT b.body, a.id, a.number FROM bank_line b LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE b.institution = $1 AND b.state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside') AND b.id COLLATE \"binary\" < $2 AND ($3 = '' OR b.words LIKE $3) AND b.state = $4 ORDER BY b.id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OLDEST = "SELECT b.body, a.id, a.number FROM bank_line b LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE b.institution = $1 AND b.state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside') AND b.id COLLATE \"binary\" > $2 AND ($3 = '' OR b.words LIKE $3) ORDER BY b.id COLLATE \"binary\" LIMIT $4";
    LIST_IN_OLDEST = "SELECT b.body, a.id, a.number FROM bank_line b LEFT JOIN payment p ON p.id = b.payment LEFT JOIN application a ON a.id = p.application AND a.institution = b.institution WHERE b.institution = $1 AND b.state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside') AND b.id COLLATE \"binary\" > $2 AND ($3 = '' OR b.words LIKE $3) AND b.state = $4 ORDER BY b.id COLLATE \"binary\" LIMIT $5";
    LIST_OF_NOBODY = "SELECT body FROM bank_line WHERE institution = '' AND state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'aside_proposed') ORDER BY id COLLATE \"binary\" LIMIT $1";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM bank_line WHERE institution = $1 AND state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside') AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM bank_line WHERE institution = $1 AND state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured', 'aside_proposed', 'aside') AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

static SUSPENDED: Statements = Statements { all: [&LIST, &LIST_OLDEST, &COUNT], in_state: [&LIST_IN, &LIST_IN_OLDEST, &COUNT_IN] };

/// A line that went to suspense.
#[derive(Clone, Debug)]
pub struct Suspended {
    /// The line.
    pub line: BankLine,
    /// The application it was meant for, where that is known: its identifier and number. Told where both are the same institution's (HR-10).
    pub application: Option<(ApplicationId, String)>,
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "bln_g";

/// Records a line the bank reported.
///
/// # Errors
/// [`StoreError::Conflict`] when the bank has reported it before; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &BankLineEvent) -> Result<BankLine, StoreError> {
    let line = BankLine::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = line.facts.id.to_string();
    let values = vec![
        id.as_str().into(),
        line.facts.bank_reference.as_str().into(),
        line.facts.institution.map(|id| id.to_string()).unwrap_or_default().into(),
        line.state.code().into(),
        line.version.into(),
        json(&line)?,
        words(&line).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, line.version, event.name(), event)?;
    Ok(line)
}

/// Applies `event` to `line` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when the line has changed since it was read, or would settle a payment that another line settled.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut line: BankLine, event: &BankLineEvent) -> Result<BankLine, StoreError> {
    let read = line.version;
    line.apply(event);
    let id = line.facts.id.to_string();
    let tied: Value = line.payment.map(|payment| payment.to_string()).into();
    let values = vec![tied, line.state.code().into(), line.version.into(), json(&line)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, line.version, event.name(), event)?;
    Ok(line)
}

/// The line, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: BankLineId) -> Result<Option<BankLine>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The line the bank reported under this reference, if it has.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_bank_reference(query: &mut impl Query, reference: &str) -> Result<Option<BankLine>, StoreError> {
    query.first(&SELECT_BY_BANK_REFERENCE, vec![reference.into()]).await?.map(|row| row.json(0)).transpose()
}

/// Lines whose reference begins with `from` and sorts before `until`, at most `most`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_numbered(query: &mut impl Query, from: &str, until: &str, most: i64) -> Result<Vec<BankLine>, StoreError> {
    let rows = query.rows(&SELECT_NUMBERED, vec![from.into(), until.into(), most.into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The last line of an institution, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load_last_of(query: &mut impl Query, institution: InstitutionId) -> Result<Option<BankLine>, StoreError> {
    query.first(&SELECT_LAST, vec![institution.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The lines tied to a payment, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_payment(query: &mut impl Query, payment: PaymentId) -> Result<Vec<BankLine>, StoreError> {
    let rows = query.rows(&SELECT_BY_PAYMENT, vec![payment.to_string().into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

fn words(line: &BankLine) -> String {
    let facts = &line.facts;
    filter::words(&[&facts.payer_name, &facts.payer_account, &facts.remark, &facts.amount.plain()])
}

/// Whose lines a scope holds; `None` for none.
fn owner(scope: &Scope) -> Option<String> {
    match scope.rows() {
        Rows::OfInstitution(institution) => Some(institution.to_string()),
        Rows::OfCentre(_) | Rows::OfApplicant(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing => None,
    }
}

/// A page of the lines in `scope` that went to suspense and that `filter` lets through, resolved ones included, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<BankLineId>,
    limit: i64,
) -> Result<Vec<Suspended>, StoreError> {
    let Some(owner) = owner(scope) else { return Ok(Vec::new()) };
    let begin = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(&SUSPENDED, owner, begin, limit.clamp(1, PAGE_MAX));
    let read = |row: &Row| {
        let application = row.text(1).ok().and_then(|id| id.parse().ok()).zip(row.text(2).ok().map(str::to_owned));
        Ok(Suspended { line: row.json(0)?, application })
    };
    query.rows(sql, values).await?.iter().map(read).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some(owner) = owner(scope) else { return Ok(0) };
    let (sql, values) = filter.counted(&SUSPENDED, owner);
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// An institution's lines that have not been looked at, the oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_received(query: &mut impl Query, institution: InstitutionId, limit: i64) -> Result<Vec<BankLine>, StoreError> {
    query.rows(&LIST_RECEIVED, vec![institution.to_string().into(), limit.into()]).await?.iter().map(|row| row.json(0)).collect()
}

/// The lines on accounts of nobody's that wait for somebody, the oldest first, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_nobody(query: &mut impl Query, limit: i64) -> Result<Vec<BankLine>, StoreError> {
    query.rows(&LIST_OF_NOBODY, vec![limit.into()]).await?.iter().map(|row| row.json(0)).collect()
}
