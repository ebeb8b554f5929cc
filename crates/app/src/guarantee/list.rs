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
    let (scope, mut reader, now) = (scope(&caller.actor), world.store.reader(), world.now());
    let rows = store::guarantee::list(&mut reader, &scope, &filter, after, now, PAGE + 1).await?;
    let count = store::guarantee::count(&mut reader, &scope, &filter, now).await?;
    Ok(listing::page(rows, count, |(guarantee, _)| guarantee.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<(Guarantee, Application)>, AppError> {
    caller.stamp(world, Action::ViewGuarantees, Relation::Applicant, "")?;
    let (scope, now) = (scope(&caller.actor), world.now());
    let read = async |after, limit| store::guarantee::list(&mut world.store.reader(), &scope, &filter, after, now, limit).await;
    listing::all(read, |(guarantee, _)| guarantee.id).await
}
