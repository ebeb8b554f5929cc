//! Freeing an institution of a guarantee that has ended.

use crate::error::AppError;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::id::GuaranteeId;

/// Frees the institution of a guarantee. Safe to run twice.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn free_exposure(world: &World, guarantee: GuaranteeId) -> Result<(), AppError> {
    let now = world.now();
    let stamp = world.system().stamp(Action::FreeExposure, Relation::Stranger, now)?;
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &guarantee.to_string())?;
                Ok(store::exposure::free(tx, guarantee, now).await?)
            })
        })
        .await
}
