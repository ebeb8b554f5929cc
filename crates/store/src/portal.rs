//! Logins that were sent to a site's portal and wait for its answer, and its words that a session of its has ended.

use crate::db::{Query, StoreError, Tx, statements};
use crate::session;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO portal_login (handle, browser, address, body, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, NULL)";
    USE = "UPDATE portal_login SET used_at = $1 WHERE handle = $2 AND browser = $3 AND used_at IS NULL AND expires_at > $4";
    SELECT = "SELECT body FROM portal_login WHERE handle = $1 AND browser = $2 AND used_at IS NULL AND expires_at > $3";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM portal_login WHERE address = $1 AND used_at IS NULL AND expires_at > $2 LIMIT $3) AS waiting";
    DELETE_OF_BROWSER = "DELETE FROM portal_login WHERE browser = $1 AND used_at IS NULL";
    DELETE_OLD = "DELETE FROM portal_login WHERE handle IN (SELECT handle FROM portal_login WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        postgres "DELETE FROM portal_login WHERE handle = ANY(ARRAY(SELECT handle FROM portal_login WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
    INSERT_LOGOUT = "INSERT INTO portal_logout (token, person, portal_session, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    SELECT_LOGOUT = "SELECT token FROM portal_logout WHERE portal_session = $1 AND portal_session <> '' AND expires_at > $2 UNION ALL SELECT token FROM portal_logout WHERE person = $3 AND portal_session = '' AND issued_at >= $4 AND expires_at > $2 LIMIT 1";
    DELETE_LOGOUTS = "DELETE FROM portal_logout WHERE token IN (SELECT token FROM portal_logout WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        postgres "DELETE FROM portal_logout WHERE token = ANY(ARRAY(SELECT token FROM portal_logout WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// A portal's word that a session of its has ended.
#[derive(Clone, Debug)]
pub struct PortalLogout {
    /// The digest of what the portal calls it.
    pub token: String,
    /// Whose; empty where the session alone is named.
    pub person: String,
    /// Which; empty for all of that person.
    pub session: String,
    /// When the portal said so.
    pub issued: Timestamp,
}

/// Most rows that one login clears away.
const SWEEP_MAX: i64 = 100;

/// Writes down what was asked of a portal for the browser with this digest at the network address with that, under the digest of its state,
/// sealed: it is the only one that waits for that browser. Clears some that have ended.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx,
    state: &str,
    (browser, address): (&str, &str),
    sealed: &str,
    (now, until): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OLD, vec![now.micros().into(), SWEEP_MAX.into()])?;
    tx.push_any(&DELETE_OF_BROWSER, vec![browser.into()])?;
    tx.push(&INSERT, vec![state.into(), browser.into(), address.into(), sealed.into(), until.micros().into()], 1)
}

/// How many logins wait that were begun at the network address with this digest; no more than `limit` are counted.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(query: &mut impl Query, address: &str, now: Timestamp, limit: i64) -> Result<i64, StoreError> {
    let row = query.first(&COUNT, vec![address.into(), now.micros().into(), limit.into()]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// What was asked under this state by this browser, while it counts.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, state: &str, browser: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
    let row = query.first(&SELECT, vec![state.into(), browser.into(), now.micros().into()]).await?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Ends the sessions that a portal's word is about, and remembers it until it can neither be said again nor be overtaken by a login. Clears some
/// words that are forgotten. Whoever calls has their turn about its person and its session.
///
/// # Errors
/// [`StoreError::Conflict`] when it was said before.
pub fn log_out(tx: &mut Tx, word: &PortalLogout, (now, until): (Timestamp, Timestamp)) -> Result<(), StoreError> {
    let PortalLogout { token, person, session, issued } = word;
    tx.push_any(&DELETE_LOGOUTS, vec![now.micros().into(), SWEEP_MAX.into()])?;
    let values =
        vec![token.as_str().into(), person.as_str().into(), session.as_str().into(), issued.micros().into(), until.micros().into()];
    tx.push(&INSERT_LOGOUT, values, 1)?;
    if person.is_empty() { session::delete_of_portal_session(tx, session) } else { session::delete_of_portal(tx, person, session) }
}

/// Whether the portal has said that its session has ended, or since `issued` that all of the person's have.
///
/// # Errors
/// [`StoreError`].
pub async fn has_ended(
    query: &mut impl Query,
    (person, session): (&str, &str),
    issued: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let values = vec![session.into(), now.micros().into(), person.into(), issued.micros().into()];
    Ok(query.first(&SELECT_LOGOUT, values).await?.is_some())
}

/// Marks it as used.
///
/// # Errors
/// [`StoreError::Conflict`] when it is unknown, another browser's, used or expired.
pub fn consume(tx: &mut Tx, state: &str, browser: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&USE, vec![now.micros().into(), state.into(), browser.into(), now.micros().into()], 1)
}
