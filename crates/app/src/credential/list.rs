//! The keys of the caller's organisation.

use super::own;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::credential::Credential;

/// The keys, oldest first.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<Credential>, AppError> {
    let (organisation, _) = own(world, caller)?;
    Ok(store::credential::list(&mut world.store.reader(), organisation).await?)
}
