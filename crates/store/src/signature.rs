//! What people signed: small enough to be rows, so that they are there exactly when what they signed for is.

use crate::db::{Query, StoreError, Tx, statements};
use domain::id::FileId;

statements! {
    INSERT = "INSERT INTO signature (id, value) VALUES ($1, $2)";
    SELECT = "SELECT value FROM signature WHERE id = $1";
}

/// Writes a signature, base64.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, id: FileId, value: String) -> Result<(), StoreError> {
    tx.push(&INSERT, vec![id.to_string().into(), value.into()], 1)
}

/// A signature, base64; nothing when there is no such row.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: FileId) -> Result<Option<String>, StoreError> {
    let row = query.first(&SELECT, vec![id.to_string().into()]).await?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}
