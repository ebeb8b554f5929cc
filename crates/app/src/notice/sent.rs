//! What was sent to the caller's people outside the platform: kind, channel, state, time, and of the address what is shown unasked.

use super::list::audience;
use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::dispatch::Dispatch;
use domain::id::OutboxId;

/// A page of it.
///
/// # Errors
/// [`AppError::NotFound`] to those nobody tells anything.
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, after: Option<OutboxId>) -> Result<Page<Dispatch>, AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ReadNotices, relation, &audience)?;
    let mut reader = world.store.reader();
    let rows = store::dispatch::list(&mut reader, &audience, &filter, after, PAGE + 1).await?;
    let count = store::dispatch::count(&mut reader, &audience, &filter).await?;
    Ok(listing::page(rows, count, |dispatch| dispatch.id.to_string()))
}

/// All of it that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Dispatch>, AppError> {
    let (audience, relation) = audience(&caller.actor).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ReadNotices, relation, &audience)?;
    let read = async |after, limit| store::dispatch::list(&mut world.store.reader(), &audience, &filter, after, limit).await;
    listing::all(read, |dispatch| dispatch.id).await
}
