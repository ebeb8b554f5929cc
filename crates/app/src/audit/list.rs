//! Who logged in for an organisation, and what its people were denied: for whoever manages it.

use crate::error::AppError;
use crate::listing::{self, EXPORT_MAX, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::OrganisationId;
pub use store::audit::{AuditEntry, DENIED, LOG_INS};

fn own(world: &World, caller: &Caller) -> Result<OrganisationId, AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewAudit, Relation::Holder, organisation)?;
    Ok(organisation)
}

/// A page of them: all, [`LOG_INS`] or [`DENIED`].
///
/// # Errors
/// [`AppError::NotFound`]; [`domain::Refusal::DutyMissing`] to who does not manage an institution.
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, after: Option<String>) -> Result<Page<AuditEntry>, AppError> {
    let organisation = own(world, caller)?;
    let mut reader = world.store.reader();
    let rows = store::audit::list(&mut reader, organisation, &filter, after, PAGE + 1).await?;
    let count = store::audit::count(&mut reader, organisation, &filter).await?;
    Ok(listing::page(rows, count, |entry| entry.id.clone()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<AuditEntry>, AppError> {
    let organisation = own(world, caller)?;
    let mut rows: Vec<AuditEntry> = Vec::new();
    while rows.len() < EXPORT_MAX {
        let after = rows.last().map(|entry| entry.id.clone());
        let chunk = store::audit::list(&mut world.store.reader(), organisation, &filter, after, store::audit::PAGE_MAX).await?;
        let last = i64::try_from(chunk.len()).unwrap_or(0) < store::audit::PAGE_MAX;
        rows.extend(chunk);
        if last {
            break;
        }
    }
    rows.truncate(EXPORT_MAX);
    Ok(rows)
}
