//! Handing out a letter and its detached signature.

use crate::application::view;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::guarantee::Guarantee;
use domain::id::ApplicationId;
use gm::digest::sm3_hex;

/// The letter of an application: its bytes, which are checked against the recorded digest before they leave.
///
/// # Errors
/// [`AppError::NotFound`] before issue and for strangers; [`AppError::Bug`] when the stored bytes are not the issued ones.
pub async fn download(world: &World, caller: &Caller, id: ApplicationId) -> Result<(Guarantee, Vec<u8>), AppError> {
    let guarantee = view::view(world, caller, id).await?.guarantee.ok_or(AppError::NotFound)?;
    let bytes = world.files.get(guarantee.letter.file).await?;
    if sm3_hex(&bytes) != guarantee.letter.digest {
        return Err(AppError::Bug("a stored letter is not the issued one".into()));
    }
    Ok((guarantee, bytes.to_vec()))
}
