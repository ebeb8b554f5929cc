//! Messages from outside: recorded first, acted on by a job.

use crate::db::{Query, Row, StoreError, Tx, statements};
use domain::id::{InstitutionId, MessageId};
use domain::message::{Message, MessageState};
use domain::site::SiteCode;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO message (id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'received', '')";
    SELECT = "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE id = $1";
    SELECT_BY_KEY = "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE sender = $1 AND key = $2";
    INSERT_ALL = "INSERT INTO message (id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'), json_extract(value, '$[6]'), json_extract(value, '$[7]'), json_extract(value, '$[8]'), 'received', '' FROM json_each($1)",
        postgres "INSERT INTO message (id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason) SELECT r->>0, r->>1, r->>2, r->>3, r->>4, r->>5, r->>6, r->>7, (r->>8)::bigint, 'received', '' FROM jsonb_array_elements($1::text::jsonb) AS r";
    SELECT_BY_KEYS = "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE (sender, key) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($1))",
        postgres "SELECT m.id, m.sender, m.key, m.digest, m.institution, m.topic, m.subject, m.payload, m.received_at, m.state, m.reason FROM jsonb_array_elements($1::text::jsonb) AS r CROSS JOIN LATERAL (SELECT * FROM message WHERE sender = r->>0 AND key = r->>1 LIMIT 1) AS m";
    SELECT_ALL = "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE id IN (SELECT value FROM json_each($1))",
        postgres "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE id = ANY(ARRAY(SELECT jsonb_array_elements_text($1::text::jsonb)))";
    SETTLE_ALL = "UPDATE message SET state = (SELECT json_extract(value, '$[1]') FROM json_each($1) WHERE json_extract(value, '$[0]') = message.id), reason = (SELECT json_extract(value, '$[2]') FROM json_each($1) WHERE json_extract(value, '$[0]') = message.id) WHERE id IN (SELECT json_extract(value, '$[0]') FROM json_each($1)) AND state IN ('received', 'parked')",
        postgres "UPDATE message SET state = r->>1, reason = r->>2 FROM jsonb_array_elements($1::text::jsonb) AS r WHERE message.id = ANY(ARRAY(SELECT e->>0 FROM jsonb_array_elements($1::text::jsonb) AS e)) AND message.id = r->>0 AND message.state IN ('received', 'parked')";
    USE_TRANSACTION = "INSERT INTO cashier_transaction (institution, transaction_id, message) VALUES ($1, $2, $3)";
    SELECT_TRANSACTION = "SELECT message FROM cashier_transaction WHERE institution = $1 AND transaction_id = $2";
    LIST_PARKED = "SELECT id FROM message WHERE subject = $1 AND state = 'parked' ORDER BY id LIMIT 50";
    LIST_OF_SUBJECT = "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE subject = $1 AND state = $2 ORDER BY id LIMIT 200";
    RESOLVE = "UPDATE message SET state = $1 WHERE id = $2 AND state IN ('suspended', 'parked')";
    LIST_OF_CENTRE = "SELECT m.id, m.sender, m.key, m.digest, m.institution, m.topic, m.subject, m.payload, m.received_at, m.state, m.reason FROM message m JOIN organisation o ON o.uscc = m.sender WHERE m.institution IS NULL AND m.state IN ('suspended', 'parked') AND o.site = $1 ORDER BY m.id COLLATE \"binary\" DESC LIMIT 50";
    COUNT_SUSPENDED = "SELECT COUNT(*) FROM message WHERE institution = $1 AND state = 'suspended'";
    LIST_SUSPENDED = "SELECT id, sender, key, digest, institution, topic, subject, payload, received_at, state, reason FROM message WHERE institution = $1 AND state = 'suspended' ORDER BY id COLLATE \"binary\" DESC LIMIT 50";
}

// The statements over many are written so that PostgreSQL finds each row by its index whatever it guesses of a table that has grown since
// the plan was made: `= ANY (array)` and a lateral `LIMIT 1` leave it no way to read the whole table.

fn read(row: &Row) -> Result<Message, StoreError> {
    Ok(Message {
        id: row.parse(0)?,
        sender: row.text(1)?.to_owned(),
        key: row.text(2)?.to_owned(),
        digest: row.text(3)?.to_owned(),
        institution: row.parse(4).ok(),
        topic: row.text(5)?.to_owned(),
        subject: row.text(6)?.to_owned(),
        payload: row.text(7)?.to_owned(),
        received_at: Timestamp::from_micros(row.int(8)?),
        state: MessageState::of_code(row.text(9)?).ok_or_else(|| StoreError::Corrupt("no such state of a message".into()))?,
        reason: row.text(10)?.to_owned(),
    })
}

/// Writes a new message.
///
/// # Errors
/// [`StoreError::Conflict`] when the sender has used the key.
pub fn create(tx: &mut Tx, message: &Message) -> Result<(), StoreError> {
    let values = vec![
        message.id.to_string().into(),
        message.sender.as_str().into(),
        message.key.as_str().into(),
        message.digest.as_str().into(),
        message.institution.map(|id| id.to_string()).into(),
        message.topic.as_str().into(),
        message.subject.as_str().into(),
        message.payload.as_str().into(),
        message.received_at.micros().into(),
    ];
    tx.push(&INSERT, values, 1)
}

/// Writes new messages in one statement.
///
/// # Errors
/// [`StoreError::Conflict`] when a sender has used one of the keys; none is written then.
pub fn create_all(tx: &mut Tx, messages: &[Message]) -> Result<(), StoreError> {
    let rows = messages.iter().map(|message| {
        serde_json::json!([
            message.id.to_string(),
            message.sender,
            message.key,
            message.digest,
            message.institution.map(|id| id.to_string()),
            message.topic,
            message.subject,
            message.payload,
            message.received_at.micros()
        ])
    });
    tx.push(&INSERT_ALL, vec![rows.collect::<serde_json::Value>().to_string().into()], count(messages.len()))
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The messages that exist of these, in any order.
///
/// # Errors
/// [`StoreError`].
pub async fn load_all(query: &mut impl Query, ids: &[MessageId]) -> Result<Vec<Message>, StoreError> {
    let ids: serde_json::Value = ids.iter().map(ToString::to_string).collect();
    query.rows(&SELECT_ALL, vec![ids.to_string().into()]).await?.iter().map(read).collect()
}

/// The messages that exist of these senders under these keys, in any order.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_keys(query: &mut impl Query, keys: &[(&str, &str)]) -> Result<Vec<Message>, StoreError> {
    let keys = serde_json::json!(keys).to_string();
    query.rows(&SELECT_BY_KEYS, vec![keys.into()]).await?.iter().map(read).collect()
}

/// Where messages that were received or parked stand now, and why, in one statement.
///
/// # Errors
/// [`StoreError::Conflict`] when one is done or left to a person already.
pub fn settle_all(tx: &mut Tx, settled: &[Message]) -> Result<(), StoreError> {
    let rows = settled.iter().map(|message| serde_json::json!([message.id.to_string(), message.state.code(), message.reason]));
    tx.push(&SETTLE_ALL, vec![rows.collect::<serde_json::Value>().to_string().into()], count(settled.len()))
}

/// The message, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: MessageId) -> Result<Option<Message>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// The message a sender has used this key for, if it has.
///
/// # Errors
/// [`StoreError`].
pub async fn load_by_key(query: &mut impl Query, sender: &str, key: &str) -> Result<Option<Message>, StoreError> {
    query.first(&SELECT_BY_KEY, vec![sender.into(), key.into()]).await?.as_ref().map(read).transpose()
}

/// The messages about a subject that wait for something to happen to it, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_parked(query: &mut impl Query, subject: &str) -> Result<Vec<MessageId>, StoreError> {
    let rows = query.rows(&LIST_PARKED, vec![subject.into()]).await?;
    rows.iter().map(|row| row.parse(0)).collect()
}

/// The messages about a subject in this state, oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_subject(query: &mut impl Query, subject: &str, state: MessageState) -> Result<Vec<Message>, StoreError> {
    let rows = query.rows(&LIST_OF_SUBJECT, vec![subject.into(), state.code().into()]).await?;
    rows.iter().map(read).collect()
}

/// An institution's messages that a person has to look at, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_suspended(query: &mut impl Query, institution: InstitutionId) -> Result<Vec<Message>, StoreError> {
    let rows = query.rows(&LIST_SUSPENDED, vec![institution.to_string().into()]).await?;
    rows.iter().map(read).collect()
}

/// The messages of a site's trading centre that a person has to look at, or that wait for their lot, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_of_centre(query: &mut impl Query, site: SiteCode) -> Result<Vec<Message>, StoreError> {
    query.rows(&LIST_OF_CENTRE, vec![site.to_string().into()]).await?.iter().map(read).collect()
}

/// The message that an institution's transaction has settled a payment by, if it has.
///
/// # Errors
/// [`StoreError`].
pub async fn load_transaction(
    query: &mut impl Query,
    institution: InstitutionId,
    transaction: &str,
) -> Result<Option<MessageId>, StoreError> {
    let row = query.first(&SELECT_TRANSACTION, vec![institution.to_string().into(), transaction.into()]).await?;
    row.map(|row| row.parse(0)).transpose()
}

/// Uses an institution's transaction up.
///
/// # Errors
/// [`StoreError::Conflict`] when it has settled a payment.
pub fn use_transaction(tx: &mut Tx, institution: InstitutionId, transaction: &str, message: MessageId) -> Result<(), StoreError> {
    tx.push(&USE_TRANSACTION, vec![institution.to_string().into(), transaction.into(), message.to_string().into()], 1)
}

/// How many of an institution's messages a person has to look at.
///
/// # Errors
/// [`StoreError`].
pub async fn count_suspended(query: &mut impl Query, institution: InstitutionId) -> Result<i64, StoreError> {
    query.first(&COUNT_SUSPENDED, vec![institution.to_string().into()]).await?.map_or(Ok(0), |row| row.int(0))
}

/// Where a message that was left to a person, or waited, stands, now that one has looked at it.
///
/// # Errors
/// [`StoreError::Conflict`] when it is neither any more.
pub fn resolve(tx: &mut Tx, message: &Message) -> Result<(), StoreError> {
    tx.push(&RESOLVE, vec![message.state.code().into(), message.id.to_string().into()], 1)
}
