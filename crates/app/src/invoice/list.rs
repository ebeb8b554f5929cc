//! Lists of invoices: an applicant's own, an institution's desk.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::InvoiceId;
use domain::invoice::Invoice;

/// A page of the invoices that are the caller's to see.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<InvoiceId>) -> Result<Page<Invoice>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::invoice::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::invoice::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |invoice| invoice.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Invoice>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::invoice::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |invoice| invoice.facts.id).await
}
