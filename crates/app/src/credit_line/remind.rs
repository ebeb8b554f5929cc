//! The applicant is told that its line's last day is near.

use crate::commit::commit;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::credit_line::{CreditLine, remind};
use domain::id::CreditLineId;

/// Tells it. A line that has been changed, suspended or cancelled meanwhile is passed over.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn remind(world: &World, id: CreditLineId) -> Result<Ran, AppError> {
    let stamp = world.system().stamp(world, Action::RemindCredit, Relation::Platform, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let line: CreditLine = w.load(id).await?;
            if let Some(event) = remind::remind(&line, w.now()) {
                w.append(line, &event)?;
            }
            Ok(Ran::Done)
        })
    })
    .await
}
