//! Files on their way in, part by part, so that what has arrived outlives a lost connection. The parts' bytes are files of their own.

use crate::db::{Query, Row, StoreError, Tx, statements};
use crate::loose;
use domain::id::{FileId, OrganisationId, UploadId};
use domain::time::Timestamp;

statements! {
    INSERT = "INSERT INTO upload (id, organisation, certificate, kind, name, mark, size, arrived, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
    SELECT = "SELECT id, organisation, certificate, kind, name, mark, size, arrived FROM upload WHERE id = $1";
    SELECT_SAME = "SELECT id, organisation, certificate, kind, name, mark, size, arrived FROM upload WHERE organisation = $1 AND certificate = $2 AND kind = $3 AND mark = $4 AND size = $5 AND created_at > $6 ORDER BY created_at DESC LIMIT 1";
    ADVANCE = "UPDATE upload SET arrived = $1 WHERE id = $2 AND arrived = $3";
    INSERT_PART = "INSERT INTO upload_part (upload, begins, file) VALUES ($1, $2, $3)";
    SELECT_PARTS = "SELECT file FROM upload_part WHERE upload = $1 ORDER BY begins LIMIT $2";
    DELETE_PARTS = "DELETE FROM upload_part WHERE upload = $1";
    DELETE = "DELETE FROM upload WHERE id = $1";
    SELECT_OLD = "SELECT id FROM upload WHERE created_at <= $1 ORDER BY created_at LIMIT $2";
    COUNT_OF_ORGANISATION = "SELECT COUNT(*) FROM (SELECT 1 FROM upload WHERE organisation = $1 AND created_at > $2 LIMIT $3) AS counted";
}

/// Most parts of a file.
pub const PARTS_MAX: i64 = 128;
/// Old ones that are taken away at a time.
const OLD_MAX: i64 = 4;

/// A file on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Which.
    pub id: UploadId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Who sends it: SM3 fingerprint of the certificate, hexadecimal.
    pub certificate: String,
    /// What it shows, by the code of its kind.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// What the sender's browser tells it by besides: when it was last changed.
    pub mark: String,
    /// How many bytes it has.
    pub size: i64,
    /// How many of them are here.
    pub arrived: i64,
}

fn read(row: &Row) -> Result<Upload, StoreError> {
    Ok(Upload {
        id: row.parse(0)?,
        organisation: row.parse(1)?,
        certificate: row.text(2)?.to_owned(),
        kind: row.text(3)?.to_owned(),
        name: row.text(4)?.to_owned(),
        mark: row.text(5)?.to_owned(),
        size: row.int(6)?,
        arrived: row.int(7)?,
    })
}

/// Writes down that a file is on its way.
///
/// # Errors
/// [`StoreError`].
pub fn create(tx: &mut Tx, upload: &Upload, now: Timestamp) -> Result<(), StoreError> {
    let values = vec![
        upload.id.to_string().into(),
        upload.organisation.to_string().into(),
        upload.certificate.as_str().into(),
        upload.kind.as_str().into(),
        upload.name.as_str().into(),
        upload.mark.as_str().into(),
        upload.size.into(),
        now.micros().into(),
    ];
    tx.push(&INSERT, values, 1)
}

/// The file on its way, if it is one.
///
/// # Errors
/// [`StoreError`].
pub async fn load(query: &mut impl Query, id: UploadId) -> Result<Option<Upload>, StoreError> {
    query.first(&SELECT, vec![id.to_string().into()]).await?.as_ref().map(read).transpose()
}

/// The same file of the same sender, begun after `since` and not finished.
///
/// # Errors
/// [`StoreError`].
pub async fn load_same(query: &mut impl Query, like: &Upload, since: Timestamp) -> Result<Option<Upload>, StoreError> {
    let values = vec![
        like.organisation.to_string().into(),
        like.certificate.as_str().into(),
        like.kind.as_str().into(),
        like.mark.as_str().into(),
        like.size.into(),
        since.micros().into(),
    ];
    query.first(&SELECT_SAME, values).await?.as_ref().map(read).transpose()
}

/// How many an organisation has begun after `since` and not finished, at most `limit`.
///
/// # Errors
/// [`StoreError`].
pub async fn count(query: &mut impl Query, organisation: OrganisationId, since: Timestamp, limit: i64) -> Result<i64, StoreError> {
    let values = vec![organisation.to_string().into(), since.micros().into(), limit.into()];
    query.first(&COUNT_OF_ORGANISATION, values).await?.map_or(Ok(0), |row| row.int(0))
}

/// Notes that the part that begins where the last one ended has arrived, `bytes` long and stored as `file`.
///
/// # Errors
/// [`StoreError::Conflict`] when it had arrived already.
pub fn advance(tx: &mut Tx, upload: &Upload, bytes: i64, file: FileId) -> Result<(), StoreError> {
    let id = upload.id.to_string();
    tx.push(&ADVANCE, vec![(upload.arrived + bytes).into(), id.as_str().into(), upload.arrived.into()], 1)?;
    tx.push(&INSERT_PART, vec![id.into(), upload.arrived.into(), file.to_string().into()], 1)?;
    loose::take_off(tx, file)
}

/// The parts, in their order.
///
/// # Errors
/// [`StoreError`].
pub async fn parts(query: &mut impl Query, id: UploadId) -> Result<Vec<FileId>, StoreError> {
    query.rows(&SELECT_PARTS, vec![id.to_string().into(), PARTS_MAX.into()]).await?.iter().map(|row| row.parse(0)).collect()
}

/// Forgets it; its parts are loose.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx, id: UploadId, now: Timestamp) -> Result<(), StoreError> {
    loose::note_parts(tx, id, now)?;
    tx.push_any(&DELETE_PARTS, vec![id.to_string().into()])?;
    tx.push_any(&DELETE, vec![id.to_string().into()])
}

/// Ends one that has arrived, once; its parts are loose.
///
/// # Errors
/// [`StoreError::Conflict`] when it has ended before.
pub fn end(tx: &mut Tx, id: UploadId, now: Timestamp) -> Result<(), StoreError> {
    loose::note_parts(tx, id, now)?;
    tx.push_any(&DELETE_PARTS, vec![id.to_string().into()])?;
    tx.push(&DELETE, vec![id.to_string().into()], 1)
}

/// A few of those that were begun before `before` and never finished.
///
/// # Errors
/// [`StoreError`].
pub async fn list_old(query: &mut impl Query, before: Timestamp) -> Result<Vec<UploadId>, StoreError> {
    query.rows(&SELECT_OLD, vec![before.micros().into(), OLD_MAX.into()]).await?.iter().map(|row| row.parse(0)).collect()
}
