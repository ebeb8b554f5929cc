//! Freeing an institution of a guarantee that has ended, and what of its applicant's credit was used for it.

use crate::commit::commit;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::id::GuaranteeId;

/// Frees the institution of a guarantee. Safe to run twice.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn free_exposure(world: &World, guarantee: GuaranteeId) -> Result<Ran, AppError> {
    let stamp = world.system().stamp(world, Action::FreeExposure, Relation::Platform, guarantee)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            store::exposure::free(w.tx(), guarantee, now).await?;
            if let Some(ended) = store::guarantee::load(w.tx(), guarantee).await? {
                store::credit_line::free(w.tx(), ended.application, now).await?;
            }
            Ok(Ran::Done)
        })
    })
    .await
}
