//! Files that somebody hands in: held until something that happened names them, and swept a week after where nothing does.

use super::keep::described;
use crate::commit::quietly;
use crate::error::AppError;
use crate::world::World;
use domain::document::StoredFile;
use domain::id::FileId;
use domain::time::Timestamp;

/// How long what nothing names is kept.
pub(super) const KEPT_MICROS: i64 = 7 * 24 * Timestamp::HOUR;
/// For how long a form may carry a file before it names it: a day less, so that nothing is swept while it comes to be named.
const CARRIED_MICROS: i64 = KEPT_MICROS - 24 * Timestamp::HOUR;

/// Notes that the file is about to be stored and named by nothing yet: whoever dies on the way leaves nothing behind for ever.
pub(crate) async fn hold(world: &World, file: FileId) -> Result<(), AppError> {
    quietly(world, move |w| {
        Box::pin(async move {
            let now = w.now();
            Ok(store::loose::note(w.tx(), file, now)?)
        })
    })
    .await
}

/// Stores bytes that somebody handed in.
pub(crate) async fn take_in(world: &World, bytes: Vec<u8>) -> Result<StoredFile, AppError> {
    let stored = described(world, &bytes);
    hold(world, stored.file).await?;
    world.files.put(stored.file, bytes.into()).await?;
    Ok(stored)
}

/// Whether a file that a form carries can still be named.
pub(crate) fn is_held(world: &World, stored: &StoredFile) -> bool {
    stored.file.made_at().is_some_and(|made| world.now() < made.plus(CARRIED_MICROS))
}
