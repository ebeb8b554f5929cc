//! The authorities a centre has named.

use super::own;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::membership::Ground;
pub use store::membership::Granted;

/// Those the caller's centre has named and that count, the newest first.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<Granted>, AppError> {
    let (site, _) = own(world, caller)?;
    let granted = store::membership::list_of(&mut world.store.reader(), &Ground::Centre(site)).await?;
    let now = world.now();
    Ok(granted.into_iter().filter(|granted| granted.until.is_none_or(|until| now < until)).collect())
}
