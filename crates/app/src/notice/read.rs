//! Noting that notices were read.

use super::list::audience;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::NoticeId;

/// Notes that the caller's people have read theirs up to `until`.
///
/// # Errors
/// [`AppError::NotFound`] to those nobody tells anything.
pub async fn read(world: &World, caller: &Caller, until: NoticeId) -> Result<(), AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::ReadNotices, relation, &audience)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let now = w.now();
            Ok(store::notice::mark_read(w.tx(), &audience, until, now)?)
        })
    })
    .await
}
