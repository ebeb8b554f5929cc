//! Bank lines. The row is the inbox: a line is recorded under its bank's own reference before anything is done with it.

use crate::db::{Query, StoreError, Tx, Value, json, statements};
use crate::event::{self, Stamp};
use domain::access::{Rows, Scope};
use domain::bank_line::{BankLine, BankLineEvent};
use domain::id::{BankLineId, InstitutionId, PaymentId};

statements! {
    INSERT = "INSERT INTO bank_line (id, bank_reference, institution, payment, state, version, body) VALUES ($1, $2, $3, NULL, $4, $5, $6)";
    UPDATE = "UPDATE bank_line SET payment = $1, state = $2, version = $3, body = $4 WHERE id = $5 AND version = $6";
    SELECT = "SELECT body FROM bank_line WHERE id = $1";
    SELECT_BY_BANK_REFERENCE = "SELECT body FROM bank_line WHERE bank_reference = $1";
    SELECT_BY_PAYMENT = "SELECT body FROM bank_line WHERE payment = $1 ORDER BY id";
    SELECT_LAST = "SELECT body FROM bank_line WHERE institution = $1 ORDER BY id DESC LIMIT 1";
    LIST = "SELECT body FROM bank_line WHERE institution = $1 AND state IN ('suspense', 'refund_proposed', 'refunding', 'refund_failed', 'refunded', 'honoured') AND id < $2 ORDER BY id DESC LIMIT $3";
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

/// A page of the lines in `scope` that went to suspense, resolved ones included, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query, scope: &Scope, before: Option<BankLineId>, limit: i64) -> Result<Vec<BankLine>, StoreError> {
    let before = before.map_or_else(|| AFTER_ALL.to_owned(), |id| id.to_string());
    let owner = match scope.rows() {
        Rows::OfInstitution(institution) => institution.to_string(),
        Rows::OfCentre(_) => String::new(),
        Rows::OfApplicant(_) | Rows::Nothing => return Ok(Vec::new()),
    };
    let rows = query.rows(&LIST, vec![owner.into(), before.into(), limit.clamp(1, PAGE_MAX).into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}
