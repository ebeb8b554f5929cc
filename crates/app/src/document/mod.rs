//! Documents: sealed with an institution's keys, time-stamped, stored.

pub mod attachment;
mod seal;
pub mod trust;

pub(crate) use seal::Sealer;

use crate::error::AppError;
use crate::world::World;
use documents::typesetting::{Pages, Sheet, Urgency, Wanted};
use documents::wording::Wording;
use domain::document::StoredFile;
use domain::id::FileId;
use gm::digest::sm3_hex;
use std::sync::Arc;

/// Lays a sheet out, off the asynchronous threads, before every preview.
pub(crate) async fn typeset(world: &World, sheet: Sheet) -> Result<Arc<Pages>, AppError> {
    typeset_when(world, sheet, Urgency::First).await
}

/// Lays a sheet out when its turn comes. A caller that goes away before that, as a person who closes a preview does, is not waited for.
pub(crate) async fn typeset_when(world: &World, sheet: Sheet, urgency: Urgency) -> Result<Arc<Pages>, AppError> {
    let (typesetter, wanted) = (Arc::clone(&world.typesetter), Wanted::default());
    let _waiting = wanted.waiting();
    let task = tokio::task::spawn_blocking(move || typesetter.typeset_for(&sheet, urgency, &wanted));
    Ok(task.await.map_err(|error| AppError::Bug(error.to_string()))??)
}

/// The newest wording of a kind of document.
pub(crate) fn wording<'a>(world: &'a World, kind: &str) -> Result<&'a Wording, AppError> {
    world.wordings.newest(kind).ok_or_else(|| AppError::Bug(format!("there is no wording for {kind}")))
}

/// Stores bytes that never change.
pub(crate) async fn store(world: &World, bytes: Vec<u8>) -> Result<StoredFile, AppError> {
    let file = world.id(FileId::new);
    let stored = StoredFile { file, digest: sm3_hex(&bytes), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) };
    world.files.put(file, bytes.into()).await?;
    Ok(stored)
}

/// Reads a stored file, and refuses to hand out anything but what was stored.
pub(crate) async fn load(world: &World, stored: &StoredFile) -> Result<Vec<u8>, AppError> {
    let bytes = world.files.get(stored.file).await?;
    if sm3_hex(&bytes) == stored.digest { Ok(bytes.to_vec()) } else { Err(AppError::Bug("a stored document is not the issued one".into())) }
}
