//! Login challenges and sessions. Tokens are stored as SM3 digests only.

use crate::db::{Query, StoreError, Tx, statements};
use crate::organisation::{self, Organisation};
use domain::id::{InstitutionId, OrganisationId};
use domain::time::Timestamp;

statements! {
    INSERT_CHALLENGE = "INSERT INTO login_challenge (nonce, browser, expires_at, used_at) VALUES ($1, $2, $3, NULL)";
    USE_CHALLENGE = "UPDATE login_challenge SET used_at = $1 WHERE nonce = $2 AND browser = $3 AND used_at IS NULL AND expires_at > $4";
    DELETE_CHALLENGES = "DELETE FROM login_challenge WHERE nonce IN (SELECT nonce FROM login_challenge WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        postgres "DELETE FROM login_challenge WHERE nonce = ANY(ARRAY(SELECT nonce FROM login_challenge WHERE expires_at < $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
    INSERT = "INSERT INTO session (token, organisation, role, certificate, chain, csrf, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    SELECT = "SELECT s.organisation, s.role, s.certificate, s.csrf, s.created_at, s.seen_at, o.uscc, o.name, o.role, o.site, i.id, s.chain FROM session s JOIN organisation o ON o.id = s.organisation LEFT JOIN institution i ON i.organisation = o.id WHERE s.token = $1";
    TOUCH = "UPDATE session SET seen_at = $1 WHERE token = $2";
    DELETE = "DELETE FROM session WHERE token = $1";
    DELETE_BEGUN = "DELETE FROM session WHERE token IN (SELECT token FROM session WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        postgres "DELETE FROM session WHERE token = ANY(ARRAY(SELECT token FROM session WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
    DELETE_UNUSED = "DELETE FROM session WHERE token IN (SELECT token FROM session WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)",
        postgres "DELETE FROM session WHERE token = ANY(ARRAY(SELECT token FROM session WHERE seen_at < $1 ORDER BY seen_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// Most rows that one login or challenge clears away of each sort: more than it adds, so that what has ended does not pile up, and few, so
/// that nobody waits for what others left. Those that are left count for nothing: whoever reads one asks the clock.
const SWEEP_MAX: i64 = 100;

/// A session: one organisation in one role, proved by one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// In which role, by code.
    pub role: String,
    /// SM3 fingerprint of the certificate.
    pub certificate: String,
    /// The certificate and what came with it, base64 DER, leaf first, parted by blanks: whether it is still good is asked again while
    /// the session lasts (L6).
    pub chain: String,
    /// The secret behind the session's form tokens, hexadecimal.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
}

/// Writes a challenge for the browser with this digest, and clears some that ended an hour ago.
///
/// # Errors
/// [`StoreError`].
pub fn create_challenge(tx: &mut Tx, nonce: &str, browser: &str, expires_at: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_CHALLENGES, vec![now.plus(-Timestamp::HOUR).micros().into(), SWEEP_MAX.into()])?;
    tx.push(&INSERT_CHALLENGE, vec![nonce.into(), browser.into(), expires_at.micros().into()], 1)
}

/// Marks a challenge as used.
///
/// # Errors
/// [`StoreError::Conflict`] when it is unknown, another browser's, used or expired.
pub fn use_challenge(tx: &mut Tx, nonce: &str, browser: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&USE_CHALLENGE, vec![now.micros().into(), nonce.into(), browser.into(), now.micros().into()], 1)
}

/// Writes a session under the digest of its token.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, token: &str, session: &Session) -> Result<(), StoreError> {
    let values = vec![
        token.into(),
        session.organisation.to_string().into(),
        session.role.as_str().into(),
        session.certificate.as_str().into(),
        session.chain.as_str().into(),
        session.csrf.as_str().into(),
        session.created_at.micros().into(),
        session.seen_at.micros().into(),
    ];
    tx.push(&INSERT, values, 1)
}

/// A session with the organisation behind it, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The session.
    pub session: Session,
    /// Its organisation.
    pub organisation: Organisation,
    /// The institution whose staff it is, if it is one.
    pub institution: Option<InstitutionId>,
}

/// The session under the digest of its token, if there is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, token: &str) -> Result<Option<Held>, StoreError> {
    let Some(row) = query.first(&SELECT, vec![token.into()]).await? else { return Ok(None) };
    let session = Session {
        organisation: row.parse(0)?,
        role: row.text(1)?.to_owned(),
        certificate: row.text(2)?.to_owned(),
        chain: row.text(11)?.to_owned(),
        csrf: row.text(3)?.to_owned(),
        created_at: Timestamp::from_micros(row.int(4)?),
        seen_at: Timestamp::from_micros(row.int(5)?),
    };
    let organisation = Organisation {
        id: session.organisation,
        uscc: row.parse(6)?,
        name: row.parse(7)?,
        role: organisation::role(row.text(8)?)?,
        site: row.parse(9).ok(),
    };
    Ok(Some(Held { session, organisation, institution: row.parse(10).ok() }))
}

/// Remembers that the session was used.
///
/// # Errors
/// [`StoreError`].
pub fn touch(tx: &mut Tx, token: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&TOUCH, vec![now.micros().into(), token.into()])
}

/// Ends the session.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx, token: &str) -> Result<(), StoreError> {
    tx.push_any(&DELETE, vec![token.into()])
}

/// Clears away some sessions begun before `oldest` and some unused since `idle`.
///
/// # Errors
/// [`StoreError`].
pub fn delete_old(tx: &mut Tx, oldest: Timestamp, idle: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_BEGUN, vec![oldest.micros().into(), SWEEP_MAX.into()])?;
    tx.push_any(&DELETE_UNUSED, vec![idle.micros().into(), SWEEP_MAX.into()])
}
