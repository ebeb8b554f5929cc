//! Keeping files that never change.

use crate::error::AppError;
use crate::world::World;
use domain::document::StoredFile;
use domain::id::FileId;
use gm::digest::sm3_hex;

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
