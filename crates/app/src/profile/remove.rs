//! A file is taken out of what stands. Its bytes are swept in their time.

use super::load::load_own;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::FileId;
use domain::profile::{EnterpriseProfile, remove};

/// Takes it out.
///
/// # Errors
/// [`AppError::Refused`] when it does not stand; [`AppError::NotFound`].
pub async fn remove(world: &World, caller: &Caller, file: FileId) -> Result<EnterpriseProfile, AppError> {
    let own = load_own(world, caller, Action::ChangeProfile).await?;
    let profile = own.profile.ok_or(AppError::NotFound)?;
    let event = remove::remove(&profile, file)?;
    append(world, own.stamp, profile, event).await
}
