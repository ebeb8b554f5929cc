//! The event log (what changed) and the audit log (who did it under which permit), written with the change itself.

use crate::db::{Query, Row, StoreError, Tx, Value, json, statements};
use crate::filter::{COUNT_MAX, Filter};
use crate::loose;
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
    INSERT_DENIED_ONCE = "INSERT INTO audit (id, at, action, role, organisation, certificate, object, request, outcome, once) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'denied', $9) ON CONFLICT (once) WHERE once IS NOT NULL DO NOTHING";
    SELECT_AUDITED = "SELECT object FROM audit WHERE action = $1 AND outcome = $2 ORDER BY id COLLATE \"binary\" LIMIT 1000";
    SELECT_EVENTS = "SELECT type, payload, role, actor, certificate, at, seq FROM event WHERE aggregate = $1 ORDER BY seq";
    LIST = "SELECT type, payload, role, actor, certificate, at, seq FROM event WHERE aggregate = $1 AND type <> $2 AND type <> $3 AND seq < $4 ORDER BY seq DESC LIMIT $5";
    LIST_OLDEST = "SELECT type, payload, role, actor, certificate, at, seq FROM event WHERE aggregate = $1 AND type <> $2 AND type <> $3 AND seq > $4 ORDER BY seq LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM event WHERE aggregate = $1 AND type <> $2 AND type <> $3 ORDER BY seq LIMIT $4) AS counted";
}

/// Longest page of a history.
pub const PAGE_MAX: i64 = 50;

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
    /// Its number among the events of its aggregate.
    pub seq: u32,
}

fn read(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        name: row.text(0)?.to_owned(),
        payload: row.text(1)?.to_owned(),
        role: row.text(2)?.to_owned(),
        actor: row.text(3)?.to_owned(),
        certificate: row.text(4)?.to_owned(),
        at: Timestamp::from_micros(row.int(5)?),
        seq: u32::try_from(row.int(6)?).map_err(|_| StoreError::Corrupt("an event without a number".into()))?,
    })
}

/// Appends event number `seq` of `aggregate`; a number that exists is [`StoreError::Conflict`].
pub(crate) fn append(tx: &mut Tx, stamp: &Stamp, aggregate: &str, seq: u32, name: &str, event: &impl Serialize) -> Result<(), StoreError> {
    write(tx, stamp, (aggregate, seq), name, json(event)?)
}

/// The same for an event that may name files that were handed in: they are loose no more.
pub(crate) fn append_naming(
    tx: &mut Tx,
    stamp: &Stamp,
    aggregate: &str,
    seq: u32,
    name: &str,
    event: &impl Serialize,
) -> Result<(), StoreError> {
    let payload = json(event)?;
    if let Value::Text(text) = &payload {
        loose::take_off_named(tx, text)?;
    }
    write(tx, stamp, (aggregate, seq), name, payload)
}

fn write(tx: &mut Tx, stamp: &Stamp, (aggregate, seq): (&str, u32), name: &str, payload: Value) -> Result<(), StoreError> {
    let actor = stamp.permit.actor();
    let values = vec![
        aggregate.into(),
        seq.into(),
        name.into(),
        payload,
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
    tx.push_any(&INSERT_DENIED, who(denied(action, object, request), actor, action, object, at, request))
}

/// The same, written unless an entry of the same `once` is there.
///
/// # Errors
/// [`StoreError`].
pub fn audit_denied_once(
    tx: &mut Tx,
    actor: &Actor,
    action: Action,
    object: &str,
    at: Timestamp,
    request: RequestId,
    once: &str,
) -> Result<(), StoreError> {
    let mut values = who(denied(action, object, request), actor, action, object, at, request);
    values.push(once.into());
    tx.push_any(&INSERT_DENIED_ONCE, values)
}

/// The key of an entry for what was denied.
fn denied(action: Action, object: &str, request: RequestId) -> String {
    format!("{request}/{}/denied/{object}", action.code())
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
    query.rows(&SELECT_EVENTS, vec![aggregate.into()]).await?.iter().map(read).collect()
}

/// A page of an aggregate's history without the events of two names, in the order asked for, behind event number `after`; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    aggregate: &str,
    hidden: [&str; 2],
    filter: &Filter<'_>,
    after: Option<u32>,
    limit: i64,
) -> Result<Vec<Entry>, StoreError> {
    let begin = after.map_or(if filter.oldest { -1 } else { i64::MAX }, i64::from);
    let values = vec![aggregate.into(), hidden[0].into(), hidden[1].into(), begin.into(), limit.clamp(1, PAGE_MAX).into()];
    query.rows(if filter.oldest { &LIST_OLDEST } else { &LIST }, values).await?.iter().map(read).collect()
}

/// How many there are of those, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, aggregate: &str, hidden: [&str; 2]) -> Result<i64, StoreError> {
    let values = vec![aggregate.into(), hidden[0].into(), hidden[1].into(), (COUNT_MAX + 1).into()];
    query.first(&COUNT, values).await?.map_or(Ok(0), |row| row.int(0))
}
