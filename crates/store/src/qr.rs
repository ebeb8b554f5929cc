//! Requests by QR code. A row lives an hour at most.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::id::QrRequestId;
use domain::qr::QrRequest;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO qr_request (id, browser, address, body, expires_at, version) VALUES ($1, $2, $3, $4, $5, 1)";
    SELECT = "SELECT body, version FROM qr_request WHERE id = $1 AND browser = $2";
    UPDATE = "UPDATE qr_request SET body = $1, version = version + 1 WHERE id = $2 AND browser = $3 AND version = $4";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM qr_request WHERE address = $1 AND expires_at > $2 LIMIT $3) AS waiting";
    DELETE_OF_BROWSER = "DELETE FROM qr_request WHERE browser = $1";
    DELETE_OLD = "DELETE FROM qr_request WHERE id IN (SELECT id FROM qr_request WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        postgres "DELETE FROM qr_request WHERE id = ANY(ARRAY(SELECT id FROM qr_request WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// Most rows that one request clears away.
const SWEEP_MAX: i64 = 100;

/// A request as it is kept, with the version that whoever changes it has to have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRequest {
    /// The request.
    pub request: QrRequest,
    /// How often it was written.
    pub version: i64,
}

/// Writes a request that was made at the network address with this digest: it is the only one of its browser. Clears away some that ended an hour
/// ago.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, request: &QrRequest, address: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OLD, vec![now.plus(-Timestamp::HOUR).micros().into(), SWEEP_MAX.into()])?;
    let facts = &request.facts;
    tx.push_any(&DELETE_OF_BROWSER, vec![facts.browser.as_str().into()])?;
    let (browser, until) = (facts.browser.as_str(), request.until().micros());
    tx.push(&INSERT, vec![facts.id.to_string().into(), browser.into(), address.into(), json(request)?, until.into()], 1)
}

/// How many requests wait that were made at the network address with this digest; no more than `limit` are counted.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(query: &mut impl Query, address: &str, now: Timestamp, limit: i64) -> Result<i64, StoreError> {
    let row = query.first(&COUNT, vec![address.into(), now.micros().into(), limit.into()]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// The request, if this browser made it.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: QrRequestId, browser: &str) -> Result<Option<KeptRequest>, StoreError> {
    let row = query.first(&SELECT, vec![id.to_string().into(), browser.into()]).await?;
    row.map(|row| Ok(KeptRequest { request: row.json(0)?, version: row.int(1)? })).transpose()
}

/// Writes what has become of it.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody was faster.
pub fn update(tx: &mut Tx, request: &QrRequest, seen: i64) -> Result<(), StoreError> {
    let facts = &request.facts;
    tx.push(&UPDATE, vec![json(request)?, facts.id.to_string().into(), facts.browser.as_str().into(), seen.into()], 1)
}
