//! What has come of complaints about an institution, for anybody who looks at it: how many were decided, and how. Nothing of who complained,
//! and nothing of any that is not decided, so that it tells nobody of an order, let alone of its lot (HR-10).

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::complaint::ComplaintOutcome;
use domain::id::InstitutionId;

/// Counts them, in the order of [`ComplaintOutcome::ALL`].
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn record(world: &World, caller: &Caller, institution: InstitutionId) -> Result<Vec<(ComplaintOutcome, i64)>, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, institution)?;
    let decided = store::complaint::decided(&mut world.store.reader(), institution).await?;
    Ok(ComplaintOutcome::ALL.into_iter().map(|outcome| (outcome, decided.get(&outcome).copied().unwrap_or(0))).collect())
}
