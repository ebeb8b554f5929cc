//! Messages to institutions' own systems: a row first, then a job that sends it. And how those systems answer.

use crate::db::{Query, Row, StoreError, Tx, json, statements};
use domain::delivery::{Delivery, DeliveryState};
use domain::id::{InstitutionId, OutboxId};
use domain::institution::health::Health;
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO delivery (id, institution, subject, turn, topic, payload, created_at, state, tries, error, delivered_at) SELECT $1, $2, $3, (SELECT COUNT(*) FROM delivery WHERE institution = $2 AND subject = $3), $4, $5, $6, 'pending', 0, '', NULL";
    SELECT = "SELECT id, institution, subject, topic, payload, created_at, state, tries, error FROM delivery WHERE id = $1";
    SELECT_EARLIER = "SELECT id FROM delivery WHERE institution = $1 AND subject = $2 AND turn < (SELECT turn FROM delivery WHERE id = $3) AND state = 'pending' LIMIT 1";
    SELECT_NEXT = "SELECT id FROM delivery WHERE institution = $1 AND subject = $2 AND state = 'pending' ORDER BY turn, id LIMIT 1";
    DELIVERED = "UPDATE delivery SET state = 'delivered', delivered_at = $1, tries = tries + 1, error = '' WHERE id = $2 AND state = 'pending'";
    FAILED = "UPDATE delivery SET state = $1, tries = tries + 1, error = $2 WHERE id = $3 AND state = 'pending'";
    REPLAY = "UPDATE delivery SET state = 'pending', tries = 0 WHERE id = $1 AND state = 'dead'";
    LIST = "SELECT id, institution, subject, topic, payload, created_at, state, tries, error FROM delivery WHERE institution = $1 AND state = $2 ORDER BY id COLLATE \"binary\" DESC LIMIT 100";
    COUNT = "SELECT COUNT(*) FROM delivery WHERE institution = $1 AND state = $2";
    SELECT_HEALTH = "SELECT body FROM institution_health WHERE institution = $1";
    SELECT_HEALTH_LOCKED = "SELECT body FROM institution_health WHERE institution = $1",
        postgres "SELECT body FROM institution_health WHERE institution = $1 FOR UPDATE";
    SAVE_HEALTH = "INSERT INTO institution_health (institution, body) VALUES ($1, $2) ON CONFLICT (institution) DO UPDATE SET body = excluded.body";
}

/// Longest error text kept.
const ERROR_MAX: usize = 300;

fn read(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.parse(0)?,
        institution: row.parse(1)?,
        subject: row.text(2)?.to_owned(),
        topic: row.text(3)?.to_owned(),
        payload: row.text(4)?.to_owned(),
        created_at: Timestamp::from_micros(row.int(5)?),
        state: DeliveryState::of_code(row.text(6)?).ok_or_else(|| StoreError::Corrupt("no such state of a delivery".into()))?,
        tries: u32::try_from(row.int(7)?).unwrap_or(u32::MAX),
        error: row.text(8)?.to_owned(),
    })
}

/// Writes a new message.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, delivery: &Delivery) -> Result<(), StoreError> {
    let values = vec![
        delivery.id.to_string().into(),
        delivery.institution.to_string().into(),
        delivery.subject.as_str().into(),
        delivery.topic.as_str().into(),
        delivery.payload.as_str().into(),
        delivery.created_at.micros().into(),
    ];
    tx.push(&INSERT, values, 1)
}

/// The message, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: OutboxId) -> Result<Option<Delivery>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// Whether an earlier message about the same subject still waits.
///
/// # Errors
/// [`StoreError`].
pub async fn is_behind(query: &mut impl Query, delivery: &Delivery) -> Result<bool, StoreError> {
    let values = vec![delivery.institution.to_string().into(), delivery.subject.as_str().into(), delivery.id.to_string().into()];
    Ok(query.first(&SELECT_EARLIER, values).await?.is_some())
}

/// The message about a subject whose turn it is.
///
/// # Errors
/// [`StoreError`].
pub async fn next(query: &mut impl Query, institution: InstitutionId, subject: &str) -> Result<Option<OutboxId>, StoreError> {
    let row = query.first(&SELECT_NEXT, vec![institution.to_string().into(), subject.into()]).await?;
    row.map(|row| row.parse(0)).transpose()
}

/// Records a try: where the message stands now, and what went wrong, if something did. Nothing is written when another worker was faster.
///
/// # Errors
/// [`StoreError`].
pub fn settle(tx: &mut Tx, delivery: &Delivery, now: Timestamp) -> Result<(), StoreError> {
    let (state, id) = (delivery.state, delivery.id.to_string());
    match state {
        DeliveryState::Delivered => tx.push_any(&DELIVERED, vec![now.micros().into(), id.into()]),
        DeliveryState::Pending | DeliveryState::Dead => {
            let error: String = delivery.error.chars().take(ERROR_MAX).collect();
            tx.push_any(&FAILED, vec![state.code().into(), error.into(), id.into()])
        }
    }
}

/// Records that a message which was given up is taken up again.
///
/// # Errors
/// [`StoreError::Conflict`] when it is not given up any more.
pub fn replay(tx: &mut Tx, delivery: &Delivery) -> Result<(), StoreError> {
    tx.push(&REPLAY, vec![delivery.id.to_string().into()], 1)
}

/// An institution's messages in this state, newest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list(query: &mut impl Query, institution: InstitutionId, state: DeliveryState) -> Result<Vec<Delivery>, StoreError> {
    let rows = query.rows(&LIST, vec![institution.to_string().into(), state.code().into()]).await?;
    rows.iter().map(read).collect()
}

/// How many of an institution's messages are in this state.
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, institution: InstitutionId, state: DeliveryState) -> Result<i64, StoreError> {
    query.first(&COUNT, vec![institution.to_string().into(), state.code().into()]).await?.map_or(Ok(0), |row| row.int(0))
}

/// How an institution's system answers.
///
/// # Errors
/// [`StoreError`].
pub async fn health(query: &mut impl Query, institution: InstitutionId) -> Result<Health, StoreError> {
    let row = query.first(&SELECT_HEALTH, vec![institution.to_string().into()]).await?;
    row.map_or_else(|| Ok(Health::default()), |row| row.json(0))
}

/// The same, held against other transactions until this one ends.
///
/// # Errors
/// [`StoreError`].
pub async fn health_locked(tx: &mut Tx, institution: InstitutionId) -> Result<Health, StoreError> {
    let row = tx.first(&SELECT_HEALTH_LOCKED, vec![institution.to_string().into()]).await?;
    row.map_or_else(|| Ok(Health::default()), |row| row.json(0))
}

/// Records how an institution's system answers.
///
/// # Errors
/// [`StoreError`].
pub fn save_health(tx: &mut Tx, institution: InstitutionId, health: &Health) -> Result<(), StoreError> {
    tx.push(&SAVE_HEALTH, vec![institution.to_string().into(), json(health)?], 1)
}
