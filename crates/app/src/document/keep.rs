//! Keeping files that never change.

use crate::agreement::brought::BroughtSeal;
use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::document::StoredFile;
use domain::id::FileId;
use gm::digest::sm3_hex;
use store::{StoreError, Tx};

pub(super) fn described(world: &World, bytes: &[u8]) -> StoredFile {
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
    cut: Option<Cut>,
}

/// The seal that was cut out of a signature.
struct Cut {
    at: usize,
    digest: String,
    /// Base64; nothing where it is kept already.
    seal: Option<String>,
}

impl KeptSignature {
    /// Keeps these bytes once [`KeptSignature::write`] is committed; the seal in them once for all signatures with it.
    pub(crate) fn new(world: &World, bytes: &[u8], (brought, kept): (&BroughtSeal, bool)) -> Self {
        let seal = brought.seal.der();
        let Some(at) = bytes.windows(seal.len()).position(|part| part == seal) else {
            return Self { stored: described(world, bytes), value: STANDARD.encode(bytes), cut: None };
        };
        let rest = [bytes.get(..at).unwrap_or_default(), bytes.get(at + seal.len()..).unwrap_or_default()].concat();
        let cut = Cut { at, digest: brought.digest.clone(), seal: (!kept).then(|| STANDARD.encode(seal)) };
        Self { stored: described(world, &rest), value: STANDARD.encode(rest), cut: Some(cut) }
    }

    /// Writes it.
    pub(crate) fn write(self, tx: &mut Tx) -> Result<(), AppError> {
        let cut = self.cut.map(|cut| {
            if let Some(seal) = cut.seal {
                store::signature::keep_seal(tx, cut.digest.clone(), seal)?;
            }
            Ok::<_, StoreError>((i64::try_from(cut.at).unwrap_or(i64::MAX), cut.digest))
        });
        Ok(store::signature::create(tx, self.stored.file, self.value, cut.transpose()?)?)
    }
}

/// Reads a signature, and refuses to hand out anything but what was kept, with its seal where it was. Those of the first months are files.
pub(crate) async fn load_signature(world: &World, stored: &StoredFile) -> Result<Vec<u8>, AppError> {
    let Some(kept) = store::signature::load(&mut world.store.reader(), stored.file).await? else { return load(world, stored).await };
    let decode = |text: &str| STANDARD.decode(text).map_err(|error| AppError::Bug(error.to_string()));
    let rest = whole(stored, decode(&kept.value)?)?;
    let Some((at, seal)) = kept.seal else { return Ok(rest) };
    let halves = usize::try_from(at).ok().and_then(|at| rest.split_at_checked(at));
    let (before, after) = halves.ok_or_else(|| AppError::Bug("a signature's seal has no place in it".into()))?;
    Ok([before, &decode(&seal)?, after].concat())
}
