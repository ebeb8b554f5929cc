//! Credit lines, and what of each is reserved and used. What is taken is counted by the statement that takes it, which locks its row: two
//! orders at once cannot both take the last of a line (threat T-29, INV-16).

use crate::db::{Query, Row, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{self, Filter, words};
use domain::access::{Rows, Scope};
use domain::credit_line::{Balance, CreditLine, CreditLineEvent, CreditNeed, CreditTaken, Grantor};
use domain::id::{ApplicationId, CreditLineId, OrganisationId};
use domain::money::Cny;
use domain::product::GuaranteeKind;
use domain::time::Timestamp;
use std::collections::BTreeMap;

statements! {
    INSERT = "INSERT INTO credit_line (id, applicant, grantor, state, credit_limit, reserved, used, version, body, words) VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8)";
    UPDATE = "UPDATE credit_line SET state = $1, credit_limit = $2, version = $3, body = $4 WHERE id = $5 AND version = $6";
    SELECT = "SELECT body, reserved, used FROM credit_line WHERE id = $1";
    SELECT_OF = "SELECT body, reserved, used FROM credit_line WHERE applicant = $1 AND grantor = $2 ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    LIST_OF_APPLICANT = "SELECT body, reserved, used FROM credit_line WHERE applicant = $1 AND id COLLATE \"binary\" < $2 ORDER BY id COLLATE \"binary\" DESC LIMIT $3";
    LIST_OF_GRANTOR = "SELECT body, reserved, used FROM credit_line WHERE grantor = $1 AND state <> 'draft' AND state <> 'discarded' AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" < $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_OF_GRANTOR_OLDEST = "SELECT body, reserved, used FROM credit_line WHERE grantor = $1 AND state <> 'draft' AND state <> 'discarded' AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) AND id COLLATE \"binary\" > $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT_OF_GRANTOR = "SELECT COUNT(*) FROM (SELECT 1 FROM credit_line WHERE grantor = $1 AND state <> 'draft' AND state <> 'discarded' AND ($2 = '' OR state = $2) AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
    RESERVE = "UPDATE credit_line SET reserved = reserved + $1 WHERE id = $2 AND state = 'granted' AND reserved + used + $3 <= credit_limit RETURNING body";
    TAKEN = "INSERT INTO credit_use (application, line, kind, amount, state, at) VALUES ($1, $2, $3, $4, 'reserved', $5) ON CONFLICT (application) DO UPDATE SET line = excluded.line, kind = excluded.kind, amount = excluded.amount, state = 'reserved', at = excluded.at WHERE credit_use.state = 'freed'";
    SELECT_USE = "SELECT line, amount, state FROM credit_use WHERE application = $1";
    MOVE = "UPDATE credit_use SET state = $1, at = $2 WHERE application = $3 AND state = $4";
    SHIFT = "UPDATE credit_line SET reserved = reserved + $1, used = used + $2 WHERE id = $3";
    SUM_PER_KIND = "SELECT kind, CAST(SUM(amount) AS BIGINT) FROM credit_use WHERE line = $1 AND state <> 'freed' GROUP BY kind ORDER BY kind";
    SUM_OF = "SELECT COALESCE(CAST(SUM(CASE WHEN state = 'reserved' THEN amount ELSE 0 END) AS BIGINT), 0), COALESCE(CAST(SUM(CASE WHEN state = 'used' THEN amount ELSE 0 END) AS BIGINT), 0) FROM credit_use WHERE line = $1";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "crl_g";

/// A line with what of it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The line.
    pub line: CreditLine,
    /// What of it is taken. Lists do not say for which kind.
    pub taken: CreditTaken,
}

fn amount(row: &Row, column: usize) -> Result<Cny, StoreError> {
    Cny::from_fen(row.int(column)?).map_err(|_| StoreError::Corrupt("a balance is no amount".into()))
}

fn read(row: &Row) -> Result<Drawn, StoreError> {
    let balance = Balance { reserved: amount(row, 1)?, used: amount(row, 2)? };
    Ok(Drawn { line: row.json(0)?, taken: CreditTaken { balance, ..CreditTaken::NONE } })
}

fn limit(line: &CreditLine) -> i64 {
    line.terms.as_ref().map_or(0, |terms| terms.limit.fen())
}

/// Writes a new line and its first event.
///
/// # Errors
/// [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &CreditLineEvent) -> Result<CreditLine, StoreError> {
    let line = CreditLine::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = line.facts.id.to_string();
    let applicant = &line.facts.applicant;
    let values = vec![
        id.as_str().into(),
        applicant.organisation.to_string().into(),
        line.facts.grantor.to_string().into(),
        line.state.code().into(),
        limit(&line).into(),
        line.version.into(),
        json(&line)?,
        words(&[applicant.name.as_str(), applicant.uscc.as_str()]).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, line.version, event.name(), event)?;
    Ok(line)
}

/// Applies `event` to `line` and writes both. What of it is taken stays as it is.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut line: CreditLine, event: &CreditLineEvent) -> Result<CreditLine, StoreError> {
    let read = line.version;
    line.apply(event);
    let id = line.facts.id.to_string();
    let values = vec![line.state.code().into(), limit(&line).into(), line.version.into(), json(&line)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, line.version, event.name(), event)?;
    Ok(line)
}

/// The line, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: CreditLineId) -> Result<Option<CreditLine>, StoreError> {
    Ok(load_drawn(query, id).await?.map(|drawn| drawn.line))
}

/// The same with what of it is taken.
///
/// # Errors
/// [`StoreError`].
pub async fn load_drawn(query: &mut impl Query, id: CreditLineId) -> Result<Option<Drawn>, StoreError> {
    match query.first(&SELECT, vec![id.to_string().into()]).await? {
        Some(row) => with_kinds(query, read(&row)?).await.map(Some),
        None => Ok(None),
    }
}

/// What of each kind is taken.
async fn per_kind(query: &mut impl Query, line: CreditLineId) -> Result<BTreeMap<GuaranteeKind, Cny>, StoreError> {
    let mut taken = BTreeMap::new();
    for row in query.rows(&SUM_PER_KIND, vec![line.to_string().into()]).await? {
        if let Some(kind) = GuaranteeKind::of_code(row.text(0)?) {
            taken.insert(kind, amount(&row, 1)?);
        }
    }
    Ok(taken)
}

/// The line with what of each kind is taken, where a kind has a limit of its own.
async fn with_kinds(query: &mut impl Query, mut drawn: Drawn) -> Result<Drawn, StoreError> {
    if drawn.line.terms.as_ref().is_some_and(|terms| !terms.per_kind.is_empty()) {
        drawn.taken.per_kind = per_kind(query, drawn.line.facts.id).await?;
    }
    Ok(drawn)
}

/// An applicant's lines of one grantor, newest first, at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list_of(query: &mut impl Query, applicant: OrganisationId, grantor: Grantor) -> Result<Vec<Drawn>, StoreError> {
    let values = vec![applicant.to_string().into(), grantor.to_string().into(), PAGE_MAX.into()];
    let mut found = Vec::new();
    for row in query.rows(&SELECT_OF, values).await? {
        found.push(with_kinds(query, read(&row)?).await?);
    }
    Ok(found)
}

/// An applicant's lines, newest first, behind `before`.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_applicant(
    query: &mut impl Query,
    applicant: OrganisationId,
    before: Option<CreditLineId>,
    limit: i64,
) -> Result<Vec<Drawn>, StoreError> {
    let before = before.map_or_else(|| AFTER_ALL.to_owned(), |id| id.to_string());
    let values = vec![applicant.to_string().into(), before.into(), limit.clamp(1, PAGE_MAX).into()];
    query.rows(&LIST_OF_APPLICANT, values).await?.iter().map(read).collect()
}

/// Whose lines a grantor's people see.
fn grantor(scope: &Scope) -> Option<String> {
    match scope.rows() {
        Rows::OfInstitution(id) => Some(id.to_string()),
        Rows::OfCentre(site) => Some(site.to_string()),
        Rows::OfApplicant(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing => None,
    }
}

/// A page of what a grantor was asked for.
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    scope: &Scope,
    filter: &Filter<'_>,
    before: Option<CreditLineId>,
    limit: i64,
) -> Result<Vec<Drawn>, StoreError> {
    let Some(grantor) = grantor(scope) else { return Ok(Vec::new()) };
    let before = filter.begin(before.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![grantor.into(), filter.state.into(), filter.pattern().into(), before.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = if filter.oldest { &LIST_OF_GRANTOR_OLDEST } else { &LIST_OF_GRANTOR };
    query.rows(sql, values).await?.iter().map(read).collect()
}

/// How many there are in all, up to one more than [`filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some(grantor) = grantor(scope) else { return Ok(0) };
    let values = vec![grantor.into(), filter.state.into(), filter.pattern().into(), (filter::COUNT_MAX + 1).into()];
    query.first(&COUNT_OF_GRANTOR, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// Reserves what an application needs of a line. Whether there was so much left, as the row stands now: nothing is changed otherwise.
///
/// # Errors
/// [`StoreError::Conflict`] when the application has something reserved or used already.
pub async fn reserve(
    tx: &mut Tx,
    line: CreditLineId,
    application: ApplicationId,
    need: CreditNeed,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let amount = need.amount.fen();
    let Some(row) = tx.first(&RESERVE, vec![amount.into(), line.to_string().into(), amount.into()]).await? else { return Ok(false) };
    let known: CreditLine = row.json(0)?;
    // The row is locked from here on: nobody takes more of a kind meanwhile.
    if let Some(limit) = known.terms.as_ref().and_then(|terms| terms.per_kind.get(&need.kind)) {
        let taken = per_kind(tx, line).await?.get(&need.kind).map_or(0, |taken| taken.fen());
        if taken + amount > limit.fen() {
            tx.push(&SHIFT, vec![(-amount).into(), 0_i64.into(), line.to_string().into()], 1)?;
            return Ok(false);
        }
    }
    let values = vec![application.to_string().into(), line.to_string().into(), need.kind.code().into(), amount.into(), now.micros().into()];
    tx.push(&TAKEN, values, 1)?;
    Ok(true)
}

/// What an application has taken of which line, and whether it is reserved or used.
struct Use {
    line: String,
    amount: i64,
    state: String,
}

async fn taken(tx: &mut Tx, application: ApplicationId) -> Result<Option<Use>, StoreError> {
    let row = tx.first(&SELECT_USE, vec![application.to_string().into()]).await?;
    row.map(|row| Ok(Use { line: row.text(0)?.to_owned(), amount: row.int(1)?, state: row.text(2)?.to_owned() })).transpose()
}

fn shift(tx: &mut Tx, application: ApplicationId, of: &Use, to: &str, by: (i64, i64), now: Timestamp) -> Result<(), StoreError> {
    let values = vec![to.into(), now.micros().into(), application.to_string().into(), of.state.as_str().into()];
    tx.push(&MOVE, values, 1)?;
    tx.push(&SHIFT, vec![by.0.into(), by.1.into(), of.line.as_str().into()], 1)
}

/// What was reserved for an application is used. Nothing happens when nothing was.
///
/// # Errors
/// [`StoreError`].
pub async fn spend(tx: &mut Tx, application: ApplicationId, now: Timestamp) -> Result<(), StoreError> {
    match taken(tx, application).await? {
        Some(of) if of.state == "reserved" => shift(tx, application, &of, "used", (-of.amount, of.amount), now),
        Some(_) | None => Ok(()),
    }
}

/// What an application had reserved or used is free again. Nothing happens when nothing was, or it is free already.
///
/// # Errors
/// [`StoreError`].
pub async fn free(tx: &mut Tx, application: ApplicationId, now: Timestamp) -> Result<(), StoreError> {
    match taken(tx, application).await? {
        Some(of) if of.state == "reserved" => shift(tx, application, &of, "freed", (-of.amount, 0), now),
        Some(of) if of.state == "used" => shift(tx, application, &of, "freed", (0, -of.amount), now),
        Some(_) | None => Ok(()),
    }
}

/// What the applications of a line have taken of it, added up: what its balance must say at any time (INV-16).
///
/// # Errors
/// [`StoreError`].
pub async fn added_up(query: &mut impl Query, line: CreditLineId) -> Result<Balance, StoreError> {
    let row = query.first(&SUM_OF, vec![line.to_string().into()]).await?;
    row.map_or(Ok(Balance::NONE), |row| Ok(Balance { reserved: amount(&row, 0)?, used: amount(&row, 1)? }))
}
