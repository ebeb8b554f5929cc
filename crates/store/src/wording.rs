//! Which wordings were used, and what they were then.

use crate::db::{Query, StoreError, Tx, statements};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO wording (id, digest, first_used_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    SELECT_ALL = "SELECT id, digest FROM wording ORDER BY id LIMIT 10000";
}

/// Notes that a wording with this digest is used; the first note counts.
///
/// # Errors
/// [`StoreError`].
pub fn note(tx: &mut Tx, id: &str, digest: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&INSERT, vec![id.into(), digest.into(), now.micros().into()])
}

/// Every wording that was used, with the digest it had.
///
/// # Errors
/// [`StoreError`].
pub async fn used(query: &mut impl Query) -> Result<Vec<(String, String)>, StoreError> {
    let rows = query.rows(&SELECT_ALL, Vec::new()).await?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))).collect()
}
