//! A part of a file arrives.

use super::{PART, Progress, clear, own};
use crate::commit::quietly;
use crate::document;
use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::world::{Caller, World};
use domain::id::{FileId, UploadId};

/// Takes the part that begins at byte `begins`. One that has arrived already, or does not follow on what is here, changes nothing: the
/// answer says how far it has come, and the sender goes on from there.
///
/// # Errors
/// [`AppError::Invalid`] for more than a part, or more than was announced; [`AppError::NotFound`].
pub async fn receive(world: &World, caller: &Caller, id: UploadId, begins: i64, bytes: Vec<u8>) -> Result<Progress, AppError> {
    let upload = own(world, caller, id).await?;
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let whole = bytes.len() == PART || upload.arrived + length == upload.size;
    if begins != upload.arrived || bytes.is_empty() || !whole || upload.arrived + length > upload.size {
        return Ok((&upload).into());
    }
    let safe = Safe::open(world, upload.organisation).await?;
    let file = world.id(FileId::new);
    document::hold(world, file).await?;
    world.files.put(file, safe.seal(world, file, &bytes)?.into()).await?;
    let next = Progress { arrived: upload.arrived + length, ..(&upload).into() };
    let written = quietly(world, move |w| Box::pin(async move { Ok(store::upload::advance(w.tx(), &upload, length, file)?) })).await;
    match written {
        Ok(()) => Ok(next),
        // The same part came twice at once: one of them is here.
        Err(AppError::Conflict) => {
            clear(world, vec![file]).await;
            super::progress(world, caller, id).await
        }
        Err(other) => Err(other),
    }
}
