//! Logins that were sent to a site's portal and wait for its answer.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

statements! {
    INSERT = "INSERT INTO portal_login (handle, browser, body, expires_at, used_at) VALUES ($1, $2, $3, $4, NULL)";
    USE = "UPDATE portal_login SET used_at = $1 WHERE handle = $2 AND browser = $3 AND used_at IS NULL AND expires_at > $4";
    SELECT = "SELECT body FROM portal_login WHERE handle = $1 AND browser = $2 AND used_at IS NULL AND expires_at > $3";
    DELETE_OLD = "DELETE FROM portal_login WHERE handle IN (SELECT handle FROM portal_login WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        postgres "DELETE FROM portal_login WHERE handle = ANY(ARRAY(SELECT handle FROM portal_login WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// Most rows that one login clears away.
const SWEEP_MAX: i64 = 100;

/// Writes down what was asked of a portal for the browser with this digest, under the digest of its state; clears some that ended an hour ago.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx,
    state: &str,
    browser: &str,
    asked: &impl Serialize,
    (now, until): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OLD, vec![now.plus(-Timestamp::HOUR).micros().into(), SWEEP_MAX.into()])?;
    tx.push(&INSERT, vec![state.into(), browser.into(), json(asked)?, until.micros().into()], 1)
}

/// What was asked under this state by this browser, while it counts.
///
/// # Errors
/// [`StoreError`].
pub async fn load<T: DeserializeOwned>(
    query: &mut impl Query,
    state: &str,
    browser: &str,
    now: Timestamp,
) -> Result<Option<T>, StoreError> {
    query.first(&SELECT, vec![state.into(), browser.into(), now.micros().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Marks it as used.
///
/// # Errors
/// [`StoreError::Conflict`] when it is unknown, another browser's, used or expired.
pub fn consume(tx: &mut Tx, state: &str, browser: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&USE, vec![now.micros().into(), state.into(), browser.into(), now.micros().into()], 1)
}
