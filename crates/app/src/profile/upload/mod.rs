//! Files on their way in, part by part: what has arrived outlives a lost connection, a page that was closed, a browser that was restarted.
//! A page without scripts hands a file in at once instead (`profile::attach`); what is looked at is the same.

pub mod begin;
pub mod finish;
pub mod receive;
pub mod sweep;

use super::load::load_own;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::{FileId, UploadId};
use domain::time::Timestamp;
use store::upload::Upload;

/// Bytes of a part but the last.
pub const PART: usize = 1 << 20;
/// How long what has arrived of a file is kept.
const KEPT_MICROS: i64 = 24 * Timestamp::HOUR;
/// Files that an organisation may have on their way at a time.
const UNDER_WAY_MAX: i64 = 20;

/// What the sender is told of a file on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which.
    pub id: UploadId,
    /// How many of its bytes are here.
    pub arrived: i64,
    /// How many it has.
    pub size: i64,
}

impl From<&Upload> for Progress {
    fn from(upload: &Upload) -> Self {
        Self { id: upload.id, arrived: upload.arrived, size: upload.size }
    }
}

/// A file on its way that the caller has begun to send.
async fn own(world: &World, caller: &Caller, id: UploadId) -> Result<Upload, AppError> {
    load_own(world, caller, Action::ChangeProfile).await?;
    let upload = store::upload::load(&mut world.store.reader(), id).await?;
    let mine = |upload: &Upload| Some(upload.organisation) == caller.actor.organisation && upload.certificate == caller.actor.certificate;
    upload.filter(mine).ok_or(AppError::NotFound)
}

/// What the file is called that an upload becomes: asked to end once more, it is known by it.
fn becomes(id: UploadId) -> Result<FileId, AppError> {
    let text = id.to_string();
    let body = text.rsplit('_').next().unwrap_or_default();
    format!("fil_{body}").parse().map_err(|_| AppError::Bug("an upload that becomes no file".into()))
}

/// How far it has come.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn progress(world: &World, caller: &Caller, id: UploadId) -> Result<Progress, AppError> {
    Ok((&own(world, caller, id).await?).into())
}

/// Takes parts away that nothing refers to any more. What cannot be is left: it is a ciphertext that nobody has the name of.
pub(super) async fn clear(world: &World, parts: Vec<FileId>) {
    for part in parts {
        if let Err(error) = world.files.delete(part).await {
            tracing::warn!(%error, "a part of a file on its way cannot be removed");
        }
    }
}
