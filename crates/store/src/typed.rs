//! What was typed on a draft's form and is not handed in yet. No decision looks at it.

use crate::db::{Query, StoreError, Tx, json, statements};
use domain::id::ApplicationId;
use domain::time::Timestamp;

statements! {
    UPSERT = "INSERT INTO typed (application, body, saved_at) VALUES ($1, $2, $3) ON CONFLICT (application) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at";
    SELECT = "SELECT body, saved_at FROM typed WHERE application = $1";
    DELETE = "DELETE FROM typed WHERE application = $1";
    DELETE_OLD = "DELETE FROM typed WHERE application IN (SELECT application FROM typed WHERE saved_at < $1 ORDER BY saved_at LIMIT $2)",
        postgres "DELETE FROM typed WHERE application = ANY(ARRAY(SELECT application FROM typed WHERE saved_at < $1 ORDER BY saved_at LIMIT $2 FOR UPDATE SKIP LOCKED))";
}

/// The fields of a form, by name, as they were typed.
pub type Fields = Vec<(String, String)>;

/// How long it is kept.
const KEPT: i64 = 30 * 24 * Timestamp::HOUR;
/// Most rows that one saving clears away.
const SWEEP_MAX: i64 = 100;

/// Keeps what was typed, and clears away some that nobody came back to.
///
/// # Errors
/// [`StoreError`].
pub fn save(tx: &mut Tx, application: ApplicationId, fields: &Fields, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&DELETE_OLD, vec![now.plus(-KEPT).micros().into(), SWEEP_MAX.into()])?;
    tx.push(&UPSERT, vec![application.to_string().into(), json(fields)?, now.micros().into()], 1)
}

/// What was typed, and when it was kept; `None` where nothing is waiting.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, application: ApplicationId) -> Result<Option<(Fields, Timestamp)>, StoreError> {
    let row = query.first(&SELECT, vec![application.to_string().into()]).await?;
    row.map(|row| Ok((row.json(0)?, Timestamp::from_micros(row.int(1)?)))).transpose()
}

/// Forgets it: the form was handed in.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx, application: ApplicationId) -> Result<(), StoreError> {
    tx.push_any(&DELETE, vec![application.to_string().into()])
}
