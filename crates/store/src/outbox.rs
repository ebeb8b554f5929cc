//! What goes outside: a row first, then a job that sends it (HR-5).

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::id::OutboxId;
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

statements! {
    INSERT = "INSERT INTO outbox (id, topic, payload, created_at, delivered_at) VALUES ($1, $2, $3, $4, NULL)";
    DELIVERED = "UPDATE outbox SET delivered_at = $1 WHERE id = $2 AND delivered_at IS NULL";
    PENDING = "SELECT id FROM outbox WHERE id = $1 AND delivered_at IS NULL";
    SELECT = "SELECT payload FROM outbox WHERE id = $1";
}

/// Writes a message; its identifier is also the idempotency key it is sent with.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, id: OutboxId, topic: &str, payload: &impl Serialize, now: Timestamp) -> Result<(), StoreError> {
    tx.push(&INSERT, vec![id.to_string().into(), topic.into(), json(payload)?, now.micros().into()], 1)
}

/// The message, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load<T: DeserializeOwned>(query: &mut impl Query, id: OutboxId) -> Result<Option<T>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// Whether the message still waits for its answer.
///
/// # Errors
/// [`StoreError`].
pub async fn is_pending(query: &mut impl Query, id: OutboxId) -> Result<bool, StoreError> {
    Ok(query.first(&PENDING, vec![id.to_string().into()]).await?.is_some())
}

/// Records that the other side has it.
///
/// # Errors
/// [`StoreError`].
pub fn delivered(tx: &mut Tx, id: OutboxId, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELIVERED, vec![now.micros().into(), id.to_string().into()])
}
