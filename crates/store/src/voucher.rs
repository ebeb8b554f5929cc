//! Vouchers of transfers. That one is looked at for one payment an index says, whoever is faster.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::filter::{Filter, Statements, words};
use domain::access::{Rows, Scope};
use domain::id::{PaymentId, VoucherId};
use domain::voucher::{VOUCHERS_MAX, Voucher, VoucherEvent};

statements! {
    INSERT = "INSERT INTO voucher (id, payment, institution, state, version, body, words) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE voucher SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM voucher WHERE id = $1";
    LIST_OF_PAYMENT = "SELECT body FROM voucher WHERE payment = $1 ORDER BY id COLLATE \"binary\" LIMIT $2";
    LIST = "SELECT body FROM voucher WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OLDEST = "SELECT body FROM voucher WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) ORDER BY id COLLATE \"binary\" LIMIT $4";
    LIST_IN = "SELECT body FROM voucher WHERE institution = $1 AND id COLLATE \"binary\" < $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" DESC LIMIT $5";
    LIST_IN_OLDEST = "SELECT body FROM voucher WHERE institution = $1 AND id COLLATE \"binary\" > $2 AND ($3 = '' OR words LIKE $3) AND state = $4 ORDER BY id COLLATE \"binary\" LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM voucher WHERE institution = $1 AND ($2 = '' OR words LIKE $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
    COUNT_IN = "SELECT COUNT(*) FROM (SELECT 1 FROM voucher WHERE institution = $1 AND ($2 = '' OR words LIKE $2) AND state = $3 ORDER BY id COLLATE \"binary\" LIMIT $4) AS counted";
}

static OF_INSTITUTION: Statements = Statements { all: [&LIST, &LIST_OLDEST, &COUNT], in_state: [&LIST_IN, &LIST_IN_OLDEST, &COUNT_IN] };

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "vch_g";

/// Writes a new voucher and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when another is looked at for the same payment; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &VoucherEvent) -> Result<Voucher, StoreError> {
    let voucher = Voucher::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let (id, facts) = (voucher.facts.id.to_string(), &voucher.facts);
    let values = vec![
        id.as_str().into(),
        facts.payment.to_string().into(),
        facts.institution.to_string().into(),
        voucher.state.code().into(),
        voucher.version.into(),
        json(&voucher)?,
        words(&[facts.number.as_str(), &facts.applicant_name, &facts.amount.plain()]).into(),
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, voucher.version, event.name(), event)?;
    Ok(voucher)
}

/// Applies `event` to `voucher` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut voucher: Voucher, event: &VoucherEvent) -> Result<Voucher, StoreError> {
    let read = voucher.version;
    voucher.apply(event);
    let id = voucher.facts.id.to_string();
    let values = vec![voucher.state.code().into(), voucher.version.into(), json(&voucher)?, id.as_str().into(), read.into()];
    tx.push(&UPDATE, values, 1)?;
    event::append(tx, stamp, &id, voucher.version, event.name(), event)?;
    Ok(voucher)
}

/// The voucher, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: VoucherId) -> Result<Option<Voucher>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// The vouchers of a payment, the first one first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_payment(query: &mut impl Query, payment: PaymentId) -> Result<Vec<Voucher>, StoreError> {
    let limit = i64::try_from(VOUCHERS_MAX).unwrap_or(i64::MAX);
    query.rows(&LIST_OF_PAYMENT, vec![payment.to_string().into(), limit.into()]).await?.iter().map(|row| row.json(0)).collect()
}

/// Whose vouchers a scope holds; an applicant's are on its order.
fn owner(scope: &Scope) -> Option<String> {
    match scope.rows() {
        Rows::OfInstitution(institution) => Some(institution.to_string()),
        Rows::OfCentre(_) | Rows::OfApplicant(_) | Rows::OfTenderee(_) | Rows::OfAgency(_) | Rows::Nothing => None,
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
    after: Option<VoucherId>,
    limit: i64,
) -> Result<Vec<Voucher>, StoreError> {
    let Some(owner) = owner(scope) else { return Ok(Vec::new()) };
    let begin = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let (sql, values) = filter.page(&OF_INSTITUTION, owner, begin, limit.clamp(1, PAGE_MAX));
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are in all, up to one more than [`crate::filter::COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, scope: &Scope, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let Some(owner) = owner(scope) else { return Ok(0) };
    let (sql, values) = filter.counted(&OF_INSTITUTION, owner);
    query.first(sql, values).await?.map_or(Ok(0), |row| row.int(0))
}
