//! Keys of organisations' systems, and nonces of what they signed.

use crate::db::{Query, Row, StoreError, Tx, json, statements};
use crate::event::{self, Stamp};
use crate::organisation::{self, Organisation};
use domain::credential::{Credential, CredentialEvent};
use domain::id::{CredentialId, InstitutionId, OrganisationId};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO credential (id, organisation, serial, version, body) VALUES ($1, $2, $3, $4, $5)";
    UPDATE = "UPDATE credential SET version = $1, body = $2 WHERE id = $3 AND version = $4";
    SELECT = "SELECT body FROM credential WHERE id = $1";
    SELECT_BY_SERIAL = "SELECT o.id, o.uscc, o.name, o.role, o.site, c.body, i.id FROM credential c JOIN organisation o ON o.id = c.organisation LEFT JOIN institution i ON i.organisation = o.id WHERE c.serial = $1";
    SELECT_BY_SERIALS = "SELECT o.id, o.uscc, o.name, o.role, o.site, c.body, i.id FROM credential c JOIN organisation o ON o.id = c.organisation LEFT JOIN institution i ON i.organisation = o.id WHERE c.serial IN (SELECT value FROM json_each($1))",
        postgres "SELECT o.id, o.uscc, o.name, o.role, o.site, c.body, i.id FROM credential c JOIN organisation o ON o.id = c.organisation LEFT JOIN institution i ON i.organisation = o.id WHERE c.serial = ANY(ARRAY(SELECT jsonb_array_elements_text($1::text::jsonb)))";
    LIST = "SELECT body FROM credential WHERE organisation = $1 ORDER BY id LIMIT 100";
    SELECT_NONCE = "SELECT seen_at FROM nonce WHERE app = $1 AND nonce = $2";
    USE_NONCE = "INSERT INTO nonce (app, nonce, seen_at) VALUES ($1, $2, $3) ON CONFLICT (app, nonce) DO NOTHING";
    SELECT_NONCES = "SELECT app, nonce FROM nonce WHERE (app, nonce) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1))",
        postgres "SELECT n.app, n.nonce FROM jsonb_array_elements($1::text::jsonb) AS r CROSS JOIN LATERAL (SELECT app, nonce FROM nonce WHERE app = r->>0 AND nonce = r->>1 LIMIT 1) AS n";
    USE_NONCES = "INSERT INTO nonce (app, nonce, seen_at) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]') FROM json_each($1) WHERE true ON CONFLICT (app, nonce) DO NOTHING",
        postgres "INSERT INTO nonce (app, nonce, seen_at) SELECT r->>0, r->>1, (r->>2)::bigint FROM jsonb_array_elements($1::text::jsonb) AS r ON CONFLICT (app, nonce) DO NOTHING";
    DELETE_NONCES = "DELETE FROM nonce WHERE (app, nonce) IN (SELECT app, nonce FROM nonce WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)",
        postgres "DELETE FROM nonce WHERE ctid = ANY(ARRAY(SELECT ctid FROM nonce WHERE seen_at < $1 ORDER BY seen_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// How long a nonce is remembered: longer than a request may be old on either side of our clock.
const NONCE_KEPT: i64 = 15 * Timestamp::MINUTE;
/// Most nonces that are cleared away when some are used: more than one transaction uses, so that they do not pile up.
const SWEEP_MAX: i64 = 1_000;

/// Writes a new credential and its first event.
///
/// # Errors
/// [`StoreError::Conflict`] when its serial is taken; [`StoreError::Corrupt`] when `event` is not the first of one.
pub fn create(tx: &mut Tx, stamp: &Stamp, event: &CredentialEvent) -> Result<Credential, StoreError> {
    let credential = Credential::born(event).ok_or_else(|| StoreError::Corrupt("not a first event".into()))?;
    let id = credential.id.to_string();
    let values = vec![
        id.as_str().into(),
        credential.organisation.to_string().into(),
        credential.serial.as_str().into(),
        credential.version.into(),
        json(&credential)?,
    ];
    tx.push(&INSERT, values, 1)?;
    event::append(tx, stamp, &id, credential.version, event.name(), event)?;
    Ok(credential)
}

/// Applies `event` to `credential` and writes both.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since it was read.
pub fn append(tx: &mut Tx, stamp: &Stamp, mut credential: Credential, event: &CredentialEvent) -> Result<Credential, StoreError> {
    let read = credential.version;
    credential.apply(event);
    let id = credential.id.to_string();
    tx.push(&UPDATE, vec![credential.version.into(), json(&credential)?, id.as_str().into(), read.into()], 1)?;
    event::append(tx, stamp, &id, credential.version, event.name(), event)?;
    Ok(credential)
}

/// The credential, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: CredentialId) -> Result<Option<Credential>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A credential with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The credential.
    pub credential: Credential,
    /// Whose.
    pub organisation: Organisation,
    /// The institution the organisation is, if it is one.
    pub institution: Option<InstitutionId>,
}

/// The credential with this serial, if it is known.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_serial(query: &mut impl Query, serial: &str) -> Result<Option<Held>, StoreError> {
    query.first(&SELECT_BY_SERIAL, vec![serial.into()]).await?.as_ref().map(held).transpose()
}

fn held(row: &Row) -> Result<Held, StoreError> {
    Ok(Held { organisation: organisation::read(row)?, credential: row.json(5)?, institution: row.parse(6).ok() })
}

/// Those of these serials' credentials that are known, in any order.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_serials(query: &mut impl Query, serials: &[&str]) -> Result<Vec<Held>, StoreError> {
    query.rows(&SELECT_BY_SERIALS, vec![serde_json::json!(serials).to_string().into()]).await?.iter().map(held).collect()
}

/// The credentials of an organisation, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query, organisation: OrganisationId) -> Result<Vec<Credential>, StoreError> {
    let rows = query.rows(&LIST, vec![organisation.to_string().into()]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Whether a nonce was used.
///
/// # Errors
/// [`StoreError`].
pub async fn is_used(query: &mut impl Query, app: &str, nonce: &str) -> Result<bool, StoreError> {
    Ok(query.first(&SELECT_NONCE, vec![app.into(), nonce.into()]).await?.is_some())
}

/// Uses a nonce up.
///
/// # Errors
/// [`StoreError::Conflict`] when it was used before.
pub fn use_nonce(tx: &mut Tx, app: &str, nonce: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_NONCES, vec![now.plus(-NONCE_KEPT).micros().into(), SWEEP_MAX.into()])?;
    tx.push(&USE_NONCE, vec![app.into(), nonce.into(), now.micros().into()], 1)
}

/// Those of these applications' nonces that were used.
///
/// # Errors
/// [`StoreError`].
pub async fn list_used(query: &mut impl Query, nonces: &[(&str, &str)]) -> Result<Vec<(String, String)>, StoreError> {
    let rows = query.rows(&SELECT_NONCES, vec![serde_json::json!(nonces).to_string().into()]).await?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}

/// Uses several applications' nonces up, in one statement.
///
/// # Errors
/// [`StoreError::Conflict`] when one was used before; none is used up then.
pub fn use_nonces(tx: &mut Tx, nonces: &[(&str, &str)], now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_NONCES, vec![now.plus(-NONCE_KEPT).micros().into(), SWEEP_MAX.into()])?;
    let rows: serde_json::Value = nonces.iter().map(|(app, nonce)| serde_json::json!([app, nonce, now.micros()])).collect();
    tx.push(&USE_NONCES, vec![rows.to_string().into()], u64::try_from(nonces.len()).unwrap_or(u64::MAX))
}
