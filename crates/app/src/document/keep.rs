//! Keeping files that never change.

use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::document::StoredFile;
use domain::id::FileId;
use gm::digest::sm3_hex;
use store::Tx;

fn described(world: &World, bytes: &[u8]) -> StoredFile {
    StoredFile { file: world.id(FileId::new), digest: sm3_hex(bytes), size: u64::try_from(bytes.len()).unwrap_or(u64::MAX) }
}

/// Stores bytes that never change.
pub(crate) async fn store(world: &World, bytes: Vec<u8>) -> Result<StoredFile, AppError> {
    let stored = described(world, &bytes);
    world.files.put(stored.file, bytes.into()).await?;
    Ok(stored)
}

/// What [`store`] was given, and nothing else.
fn whole(stored: &StoredFile, bytes: Vec<u8>) -> Result<Vec<u8>, AppError> {
    if sm3_hex(&bytes) == stored.digest { Ok(bytes) } else { Err(AppError::Bug("a stored document is not the issued one".into())) }
}

/// Reads a stored file, and refuses to hand out anything but what was stored.
pub(crate) async fn load(world: &World, stored: &StoredFile) -> Result<Vec<u8>, AppError> {
    whole(stored, world.files.get(stored.file).await?.to_vec())
}

/// A signature that waits for the transaction of what was signed for: no file is worth making of it.
pub(crate) struct KeptSignature {
    /// How it is referred to.
    pub(crate) stored: StoredFile,
    value: String,
}

impl KeptSignature {
    /// Keeps these bytes once [`KeptSignature::write`] is committed.
    pub(crate) fn new(world: &World, bytes: &[u8]) -> Self {
        Self { stored: described(world, bytes), value: STANDARD.encode(bytes) }
    }

    /// Writes it.
    pub(crate) fn write(self, tx: &mut Tx) -> Result<(), AppError> {
        Ok(store::signature::create(tx, self.stored.file, self.value)?)
    }
}

/// Reads a signature, and refuses to hand out anything but what was kept. Those of the first months are files.
pub(crate) async fn load_signature(world: &World, stored: &StoredFile) -> Result<Vec<u8>, AppError> {
    let Some(value) = store::signature::load(&mut world.store.reader(), stored.file).await? else { return load(world, stored).await };
    whole(stored, STANDARD.decode(value).map_err(|error| AppError::Bug(error.to_string()))?)
}
