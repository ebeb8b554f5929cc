//! Which words a site has of its own.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::notice_template::NoticeTemplate;

/// The templates of the caller's site.
///
/// # Errors
/// [`AppError::NotFound`] to who is no centre's.
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<NoticeTemplate>, AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewNoticeTemplate, Relation::CentreOfSite, site)?;
    Ok(store::notice_template::list_of_site(&mut world.store.reader(), site).await?)
}
