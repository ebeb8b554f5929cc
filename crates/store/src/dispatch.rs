//! Messages on their way to people.

use crate::db::{Query, StoreError, Tx, json, statements};
use crate::filter::{COUNT_MAX, Filter};
use domain::dispatch::Dispatch;
use domain::id::OutboxId;

statements! {
    INSERT = "INSERT INTO dispatch (id, audience, once, state, channel, version, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    UPDATE = "UPDATE dispatch SET state = $1, version = $2, body = $3 WHERE id = $4 AND version = $5";
    SELECT = "SELECT body FROM dispatch WHERE id = $1";
    ONCE = "SELECT id FROM dispatch WHERE once = $1";
    LIST = "SELECT body FROM dispatch WHERE audience = $1 AND ($2 = '' OR state = $2) AND id COLLATE \"binary\" < $3 ORDER BY id COLLATE \"binary\" DESC LIMIT $4";
    LIST_OLDEST = "SELECT body FROM dispatch WHERE audience = $1 AND ($2 = '' OR state = $2) AND id COLLATE \"binary\" > $3 ORDER BY id COLLATE \"binary\" LIMIT $4";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM dispatch WHERE audience = $1 AND ($2 = '' OR state = $2) ORDER BY id COLLATE \"binary\" LIMIT $3) AS counted";
}

/// Longest page of a list.
pub const PAGE_MAX: i64 = 50;
/// Sorts after every identifier.
const AFTER_ALL: &str = "out_g";

/// Writes one, and says whether it is new: what was written before for the same notice, recipient and channel stays as it is.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else writes it at the same time.
pub async fn create(tx: &mut Tx, dispatch: &Dispatch) -> Result<bool, StoreError> {
    let once = dispatch.once();
    if tx.first(&ONCE, vec![once.as_str().into()]).await?.is_some() {
        return Ok(false);
    }
    let values = vec![
        dispatch.id.to_string().into(),
        dispatch.audience.as_str().into(),
        once.into(),
        dispatch.state.code().into(),
        dispatch.channel.code().into(),
        dispatch.version.into(),
        json(dispatch)?,
    ];
    tx.push(&INSERT, values, 1)?;
    Ok(true)
}

/// Writes what became of one that was read at the version before.
///
/// # Errors
/// [`StoreError::Conflict`] when it has changed since.
pub fn save(tx: &mut Tx, dispatch: &Dispatch) -> Result<(), StoreError> {
    let values = vec![
        dispatch.state.code().into(),
        dispatch.version.into(),
        json(dispatch)?,
        dispatch.id.to_string().into(),
        (dispatch.version - 1).into(),
    ];
    tx.push(&UPDATE, values, 1)
}

/// The message, if it exists.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: OutboxId) -> Result<Option<Dispatch>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.map(|row| row.json(0)).transpose()
}

/// A page of what goes to an audience, in one state or any; at most [`PAGE_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn list(
    query: &mut impl Query,
    audience: &str,
    filter: &Filter<'_>,
    after: Option<OutboxId>,
    limit: i64,
) -> Result<Vec<Dispatch>, StoreError> {
    let after = filter.begin(after.map(|id| id.to_string()), AFTER_ALL);
    let values = vec![audience.into(), filter.state.into(), after.into(), limit.clamp(1, PAGE_MAX).into()];
    let sql = if filter.oldest { &LIST_OLDEST } else { &LIST };
    query.rows(sql, values).await?.iter().map(|row| row.json(0)).collect()
}

/// How many there are, up to one more than [`COUNT_MAX`].
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, audience: &str, filter: &Filter<'_>) -> Result<i64, StoreError> {
    let values = vec![audience.into(), filter.state.into(), (COUNT_MAX + 1).into()];
    query.first(&COUNT, values).await?.map_or(Ok(0), |row| row.int(0))
}
