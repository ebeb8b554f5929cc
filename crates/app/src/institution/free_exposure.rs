//! Freeing an institution of a guarantee that has ended, and what of its applicant's credit was used for it; not before a demand that was made
//! in time is answered, as it binds the guarantor beyond the last day (URDG 758, 法释〔2016〕24 号第十一条).

use crate::commit::commit;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::id::GuaranteeId;
use domain::instruction::claimed_on;
use domain::time::Timestamp;

/// How long it waits before it looks again whether the last demand has been answered.
const AGAIN: i64 = 24 * Timestamp::HOUR;

/// Frees the institution of a guarantee. Safe to run twice.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn free_exposure(world: &World, guarantee: GuaranteeId) -> Result<Ran, AppError> {
    let stamp = world.system().stamp(world, Action::FreeExposure, Relation::Platform, guarantee)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            if let Some(ended) = store::guarantee::load(w.tx(), guarantee).await? {
                if claimed_on(&store::instruction::list_of_application(w.tx(), ended.application).await?) {
                    return Ok(Ran::Later(now.plus(AGAIN)));
                }
                store::credit_line::free(w.tx(), ended.application, now).await?;
            }
            store::exposure::free(w.tx(), guarantee, now).await?;
            Ok(Ran::Done)
        })
    })
    .await
}
