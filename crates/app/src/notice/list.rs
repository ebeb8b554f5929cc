//! A page of the notices to the caller's people.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::id::NoticeId;
pub use store::notice::Read;

/// Notices on one page.
const PAGE: i64 = 20;

/// A page of them.
#[derive(Clone, Debug)]
pub struct Page {
    /// Newest first.
    pub notices: Vec<Read>,
    /// Where the next page begins, if there is one.
    pub next: Option<NoticeId>,
}

/// Whose people the actor is among, by the name notices are addressed with, and what it is to them.
pub(super) fn audience(actor: &Actor) -> Option<(String, Relation)> {
    match actor.role {
        Role::Applicant => actor.organisation.map(|id| (id.to_string(), Relation::Applicant)),
        Role::GuarantorStaff => actor.institution.map(|id| (id.to_string(), Relation::Guarantor)),
        Role::Public | Role::CentreStaff | Role::System => None,
    }
}

/// A page of the caller's notices, before `before`.
///
/// # Errors
/// [`AppError::NotFound`] to those nobody tells anything.
pub async fn list(world: &World, caller: &Caller, before: Option<NoticeId>) -> Result<Page, AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ReadNotices, relation, &audience)?;
    let mut notices = store::notice::list(&mut world.store.reader(), &audience, before, PAGE + 1).await?;
    let full = i64::try_from(notices.len()).unwrap_or(0) > PAGE;
    notices.truncate(usize::try_from(PAGE).unwrap_or(0));
    let next = if full { notices.last().map(|notice| notice.id) } else { None };
    Ok(Page { notices, next })
}

/// How many nobody of the caller's people has read, up to a hundred; 0 for those nobody tells anything.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn unread(world: &World, actor: &Actor) -> Result<i64, AppError> {
    match audience(actor) {
        Some((audience, _)) => Ok(store::notice::count_unread(&mut world.store.reader(), &audience).await?),
        None => Ok(0),
    }
}
