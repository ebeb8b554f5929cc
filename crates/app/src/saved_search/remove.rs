//! Removing a saved search.

use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::SavedSearchId;
use domain::saved_search::remove::remove as rule;

/// Removes it.
///
/// # Errors
/// [`AppError::NotFound`] for one that is not the caller's organisation's.
pub async fn remove(world: &World, caller: &Caller, id: SavedSearchId) -> Result<(), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, Action::SaveSearch, Relation::Applicant, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let found = store::saved_search::load(w.tx(), id).await?;
            let search = found.filter(|search| search.facts.organisation == organisation).ok_or(AppError::NotFound)?;
            match rule(&search) {
                Some(event) => w.append(search, &event).map(drop),
                None => Ok(()),
            }
        })
    })
    .await
}
