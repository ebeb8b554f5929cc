//! The searches that the caller's organisation keeps.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::saved_search::SavedSearch;

/// All of them, the oldest first: a few.
///
/// # Errors
/// [`AppError::NotFound`] to everybody but applicants.
pub async fn list(world: &World, caller: &Caller) -> Result<Vec<SavedSearch>, AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewSearches, Relation::Applicant, organisation)?;
    Ok(store::saved_search::list_of(&mut world.store.reader(), organisation).await?)
}
