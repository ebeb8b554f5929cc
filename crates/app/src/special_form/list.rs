//! The special forms that were asked of an institution.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::SpecialFormId;
use domain::special_form::SpecialForm;

/// A page of the special forms asked of the caller's institution.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(
    world: &World,
    caller: &Caller,
    filter: Filter<'_>,
    before: Option<SpecialFormId>,
) -> Result<Page<SpecialForm>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::special_form::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::special_form::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |form| form.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<SpecialForm>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::special_form::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |form| form.facts.id).await
}
