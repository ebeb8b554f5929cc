//! Retiring a key.

use super::own;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::credential::{Credential, retire as decide};
use domain::id::CredentialId;

/// Retires a key of the caller's organisation: what it signs from now on does not count.
///
/// # Errors
/// [`AppError::Refused`] when it is retired, [`AppError::NotFound`] when it is another's.
pub async fn retire(world: &World, caller: &Caller, id: CredentialId) -> Result<Credential, AppError> {
    let (organisation, stamp) = own(world, caller)?;
    let credential = store::credential::load(&mut world.store.reader(), id).await?;
    let credential = credential.filter(|credential| credential.organisation == organisation).ok_or(AppError::NotFound)?;
    let event = decide(&credential, world.now())?;
    append(world, stamp.about(id), credential, event).await
}
