//! The event log (what changed) and the audit log (who did it under which permit), written with the change itself.

use crate::db::{Query, StoreError, Tx, Value, json, statements};
use domain::access::{Action, Actor, Permit};
use domain::id::RequestId;
use domain::time::Timestamp;
use serde::Serialize;

statements! {
    INSERT_EVENT = "INSERT INTO event (aggregate, seq, type, payload, role, actor, certificate, at, request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    INSERT_AUDIT = "INSERT INTO audit (id, at, action, role, organisation, certificate, object, request) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_AUDITS = "INSERT INTO audit (id, at, action, role, organisation, certificate, object, request) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]'), json_extract(value, '$[7]') FROM json_each($1)",
        postgres "INSERT INTO audit (id, at, action, role, organisation, certificate, object, request) SELECT r->>0, (r->>1)::bigint, r->>2, r->>3, r->>4, r->>5, r->>6, r->>7 FROM jsonb_array_elements($1::text::jsonb) AS r";
    INSERT_DENIED = "INSERT INTO audit (id, at, action, role, organisation, certificate, object, request, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'denied') ON CONFLICT (id) DO NOTHING";
    SELECT_AUDITED = "SELECT object FROM audit WHERE action = $1 AND outcome = $2 ORDER BY id COLLATE \"binary\" LIMIT 1000";
    SELECT_EVENTS = "SELECT type, payload, role, actor, certificate, at FROM event WHERE aggregate = $1 ORDER BY seq";
}

/// Who does something to what, under which permit, when, in which request. One stamp covers all changes of one transaction.
#[derive(Debug)]
pub struct Stamp {
    permit: Permit,
    at: Timestamp,
    request: RequestId,
    object: String,
}

impl Stamp {
    /// The stamp of a permitted action. `object` is an identifier, never a name or a lot's number.
    #[must_use]
    pub const fn new(permit: Permit, at: Timestamp, request: RequestId, object: String) -> Self {
        Self { permit, at, request, object }
    }

    /// The same, done to something else than what was known when it was permitted.
    #[must_use]
    pub fn about(self, object: impl std::fmt::Display) -> Self {
        Self { object: object.to_string(), ..self }
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Under which permit.
    #[must_use]
    pub const fn permit(&self) -> &Permit {
        &self.permit
    }
}

/// One entry of an aggregate's history.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event's name, such as `application.submitted`.
    pub name: String,
    /// Its JSON.
    pub payload: String,
    /// In which role.
    pub role: String,
    /// Who.
    pub actor: String,
    /// SM3 fingerprint of the certificate; empty for jobs.
    pub certificate: String,
    /// When.
    pub at: Timestamp,
}

/// Appends event number `seq` of `aggregate`; a number that exists is [`StoreError::Conflict`].
pub(crate) fn append(tx: &mut Tx, stamp: &Stamp, aggregate: &str, seq: u32, name: &str, event: &impl Serialize) -> Result<(), StoreError> {
    let actor = stamp.permit.actor();
    let values = vec![
        aggregate.into(),
        seq.into(),
        name.into(),
        json(event)?,
        actor.role.code().into(),
        actor.name.as_str().into(),
        actor.certificate.as_str().into(),
        stamp.at.micros().into(),
        stamp.request.to_string().into(),
    ];
    tx.push(&INSERT_EVENT, values, 1)
}

/// Writes the audit entry of a transaction.
///
/// # Errors
/// [`StoreError`].
pub fn audit(tx: &mut Tx, stamp: &Stamp) -> Result<(), StoreError> {
    entry(tx, stamp, format!("{}/{}", stamp.request, stamp.permit.action().code()), &stamp.object)
}

/// Writes the audit entries of several requests that share a transaction, in one statement.
///
/// # Errors
/// [`StoreError`].
pub fn audit_all(tx: &mut Tx, stamps: &[Stamp]) -> Result<(), StoreError> {
    let rows = stamps.iter().map(|stamp| {
        let (actor, action) = (stamp.permit.actor(), stamp.permit.action().code());
        serde_json::json!([
            format!("{}/{action}", stamp.request),
            stamp.at.micros(),
            action,
            actor.role.code(),
            actor.organisation.map(|id| id.to_string()).unwrap_or_default(),
            actor.certificate,
            stamp.object,
            stamp.request.to_string()
        ])
    });
    let count = u64::try_from(stamps.len()).unwrap_or(u64::MAX);
    tx.push(&INSERT_AUDITS, vec![rows.collect::<serde_json::Value>().to_string().into()], count)
}

/// Writes one more audit entry for each use of a key in the transaction.
///
/// # Errors
/// [`StoreError`].
pub fn audit_uses(tx: &mut Tx, stamp: &Stamp, uses: &[String]) -> Result<(), StoreError> {
    for (number, used) in uses.iter().enumerate() {
        entry(tx, stamp, format!("{}/{}/{number}", stamp.request, stamp.permit.action().code()), used)?;
    }
    Ok(())
}

fn entry(tx: &mut Tx, stamp: &Stamp, id: String, object: &str) -> Result<(), StoreError> {
    let (actor, action) = (stamp.permit.actor(), stamp.permit.action());
    tx.push(&INSERT_AUDIT, who(id, actor, action, object, stamp.at, stamp.request), 1)
}

fn who(id: String, actor: &Actor, action: Action, object: &str, at: Timestamp, request: RequestId) -> Vec<Value> {
    vec![
        id.into(),
        at.micros().into(),
        action.code().into(),
        actor.role.code().into(),
        actor.organisation.map(|id| id.to_string()).unwrap_or_default().into(),
        actor.certificate.as_str().into(),
        object.into(),
        request.to_string().into(),
    ]
}

/// Writes down that an action was denied, once for a request and an object.
///
/// # Errors
/// [`StoreError`].
pub fn audit_denied(tx: &mut Tx, actor: &Actor, action: Action, object: &str, at: Timestamp, request: RequestId) -> Result<(), StoreError> {
    tx.push_any(&INSERT_DENIED, who(format!("{request}/{}/denied/{object}", action.code()), actor, action, object, at, request))
}

/// What an action was done to, or was to have been and `denied`, by the audit log: at most a thousand entries.
///
/// # Errors
/// [`StoreError`].
pub async fn audited(query: &mut impl Query, action: Action, denied: bool) -> Result<Vec<String>, StoreError> {
    let outcome = if denied { "denied" } else { "done" };
    let rows = query.rows(&SELECT_AUDITED, vec![action.code().into(), outcome.into()]).await?;
    rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect()
}

/// The history of an aggregate, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn history(query: &mut impl Query, aggregate: &str) -> Result<Vec<Entry>, StoreError> {
    let rows = query.rows(&SELECT_EVENTS, vec![aggregate.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                name: row.text(0)?.to_owned(),
                payload: row.text(1)?.to_owned(),
                role: row.text(2)?.to_owned(),
                actor: row.text(3)?.to_owned(),
                certificate: row.text(4)?.to_owned(),
                at: Timestamp::from_micros(row.int(5)?),
            })
        })
        .collect()
}
