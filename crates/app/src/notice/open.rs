//! Opening one notice: whoever has read it has read it for all of their people.

use super::list::audience;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::NoticeId;
use store::notice::Read;

/// The notice, as it stood before it was opened.
///
/// # Errors
/// [`AppError::NotFound`] to all others.
pub async fn open(world: &World, caller: &Caller, id: NoticeId) -> Result<Read, AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::ReadNotices, relation, id)?;
    let notice = store::notice::load(&mut world.store.reader(), &audience, id).await?.ok_or(AppError::NotFound)?;
    if notice.unread {
        commit(world, stamp, move |w| {
            Box::pin(async move {
                let now = w.now();
                Ok(store::notice::mark_one(w.tx(), &audience, id, now)?)
            })
        })
        .await?;
    }
    Ok(notice)
}
