//! The notices to the caller's people.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::id::NoticeId;
use domain::notice::Side;
pub use store::notice::{Read, UNREAD};

/// Whose people the actor is among, by the name notices are addressed with, and what it is to them.
pub(super) fn audience(actor: &Actor) -> Option<(String, Relation)> {
    match actor.role {
        Role::Applicant => actor.organisation.map(|id| (id.to_string(), Relation::Applicant)),
        Role::GuarantorStaff => actor.institution.map(|id| (id.to_string(), Relation::Guarantor)),
        Role::CentreStaff => actor.site.map(|site| (site.to_string(), Relation::CentreOfSite)),
        Role::Tenderee => actor.organisation.map(|id| (Side::Tenderee.kept_for(id), Relation::Tenderee)),
        Role::Agency => actor.organisation.map(|id| (Side::Agency.kept_for(id), Relation::Agency)),
        Role::Public | Role::ProjectOwner | Role::Contractor | Role::Regulator | Role::System => None,
    }
}

/// A page of them, all or [`UNREAD`] ones, and the newest there is, up to which all are read at once.
///
/// # Errors
/// [`AppError::NotFound`] to those nobody tells anything.
pub async fn list(
    world: &World,
    caller: &Caller,
    filter: Filter<'_>,
    after: Option<NoticeId>,
) -> Result<(Page<Read>, Option<NoticeId>), AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ReadNotices, relation, &audience)?;
    let mut reader = world.store.reader();
    let rows = store::notice::list(&mut reader, &audience, &filter, after, PAGE + 1).await?;
    let count = store::notice::count(&mut reader, &audience, &filter).await?;
    let newest = store::notice::newest(&mut reader, &audience).await?;
    Ok((listing::page(rows, count, |notice| notice.id.to_string()), newest))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Read>, AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ReadNotices, relation, &audience)?;
    let read = async |after, limit| store::notice::list(&mut world.store.reader(), &audience, &filter, after, limit).await;
    listing::all(read, |notice| notice.id).await
}

/// How many the actor's people have not read, up to one more than [`listing::COUNT_MAX`]; none to those nobody tells anything.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn unread(world: &World, actor: &Actor) -> Result<i64, AppError> {
    let Some((audience, _)) = audience(actor) else { return Ok(0) };
    let filter = Filter { state: UNREAD, ..Filter::default() };
    Ok(store::notice::count(&mut world.store.reader(), &audience, &filter).await?)
}
