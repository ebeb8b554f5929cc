//! The caller's guarantees (我的保函), each with the application it came from.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, scope};
use domain::application::Application;
use domain::guarantee::Guarantee;
use domain::id::GuaranteeId;

/// A page of them, newest first.
///
/// # Errors
/// [`AppError::NotFound`] to who is no applicant; [`AppError::Unavailable`].
pub async fn list(
    world: &World,
    caller: &Caller,
    filter: Filter<'_>,
    after: Option<GuaranteeId>,
) -> Result<Page<(Guarantee, Application)>, AppError> {
    caller.stamp(world, Action::ViewGuarantees, Relation::Applicant, "")?;
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::guarantee::list(&mut reader, &scope, &filter, after, PAGE + 1).await?;
    let count = store::guarantee::count(&mut reader, &scope).await?;
    Ok(listing::page(rows, count, |(guarantee, _)| guarantee.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<(Guarantee, Application)>, AppError> {
    caller.stamp(world, Action::ViewGuarantees, Relation::Applicant, "")?;
    let scope = scope(&caller.actor);
    let read = async |after, limit| store::guarantee::list(&mut world.store.reader(), &scope, &filter, after, limit).await;
    listing::all(read, |(guarantee, _)| guarantee.id).await
}
