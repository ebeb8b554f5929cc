//! The vouchers that an institution's people look at.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::scope;
use domain::id::VoucherId;
use domain::voucher::Voucher;

/// A page of them.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<VoucherId>) -> Result<Page<Voucher>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::voucher::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::voucher::count(&mut reader, &scope, &filter).await?;
    Ok(listing::page(rows, count, |voucher| voucher.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Voucher>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::voucher::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    listing::all(read, |voucher| voucher.facts.id).await
}
