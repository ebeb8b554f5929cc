//! Files that nothing names, as far as is known: handed in and not yet named by anything that happened, or named no more. What becomes of one that
//! stays so is the sweep's business; whoever names it takes it off.

use crate::db::{Query, StoreError, Tx, statements};
use domain::id::{FileId, UploadId};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO loose_file (file, since) VALUES ($1, $2) ON CONFLICT (file) DO NOTHING";
    INSERT_PARTS = "INSERT INTO loose_file (file, since) SELECT file, CAST($1 AS BIGINT) FROM upload_part WHERE upload = $2 ON CONFLICT (file) DO NOTHING";
    DELETE = "DELETE FROM loose_file WHERE file = $1";
    LIST_OLD = "SELECT file FROM loose_file WHERE since <= $1 ORDER BY since LIMIT $2";
}

/// Most that are swept at a time.
const OLD_MAX: i64 = 50;

/// Notes that nothing names the file since `now`.
///
/// # Errors
/// [`StoreError`].
pub fn note(tx: &mut Tx, file: FileId, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&INSERT, vec![file.to_string().into(), now.micros().into()])
}

/// The same of the parts of a file on its way in.
pub(crate) fn note_parts(tx: &mut Tx, upload: UploadId, now: Timestamp) -> Result<(), StoreError> {
    tx.push_any(&INSERT_PARTS, vec![now.micros().into(), upload.to_string().into()])
}

/// Takes a file off: it is named from here on, or its bytes are gone.
///
/// # Errors
/// [`StoreError`].
pub fn take_off(tx: &mut Tx, file: FileId) -> Result<(), StoreError> {
    tx.push_any(&DELETE, vec![file.to_string().into()])
}

/// Takes off every file that this JSON names.
pub(crate) fn take_off_named(tx: &mut Tx, json: &str) -> Result<(), StoreError> {
    json.split('"').filter_map(|text| text.parse().ok()).try_for_each(|file| take_off(tx, file))
}

/// Some of those that nothing has named since `before`, the oldest first.
///
/// # Errors
/// [`StoreError`].
pub async fn list_old(query: &mut impl Query, before: Timestamp) -> Result<Vec<FileId>, StoreError> {
    query.rows(&LIST_OLD, vec![before.micros().into(), OLD_MAX.into()]).await?.iter().map(|row| row.parse(0)).collect()
}
