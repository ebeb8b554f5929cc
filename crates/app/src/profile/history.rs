//! All that happened to a profile, page by page.

use super::load::{load, load_own};
use crate::error::AppError;
use crate::listing::{self, Filter, Page};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::OrganisationId;
pub use store::event::Entry;

/// Whose history the caller asks for, and may see: its own, or that of an organisation whose profile was handed to its centre.
async fn aggregate(world: &World, caller: &Caller, whose: Option<OrganisationId>) -> Result<String, AppError> {
    match whose {
        None => Ok(load_own(world, caller, Action::ViewProfile).await?.party.organisation.to_string()),
        Some(id) => load(world, &mut world.store.reader(), caller, Action::ViewProfile, id).await.map(|_| id.to_string()),
    }
}

/// A page of it.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(
    world: &World,
    caller: &Caller,
    whose: Option<OrganisationId>,
    filter: Filter<'_>,
    after: Option<u32>,
) -> Result<Page<Entry>, AppError> {
    let aggregate = aggregate(world, caller, whose).await?;
    listing::history(&mut world.store.reader(), &aggregate, ["", ""], &filter, after).await
}

/// All of it that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, whose: Option<OrganisationId>, filter: Filter<'_>) -> Result<Vec<Entry>, AppError> {
    let aggregate = aggregate(world, caller, whose).await?;
    let read = async |after, limit| store::event::list(&mut world.store.reader(), &aggregate, ["", ""], &filter, after, limit).await;
    listing::all(read, |entry: &Entry| entry.seq).await
}
