//! Lines: an applicant's own, and what a grantor was asked for.

use super::Drawn;
use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role, scope};
use domain::credit_line::CreditTaken;
use domain::id::CreditLineId;

/// Lines of one applicant that are shown.
const OWN_MAX: i64 = 50;

/// The lines of the caller's organisation, newest first.
///
/// # Errors
/// [`AppError::NotFound`] to those who apply for nothing.
pub async fn own(world: &World, caller: &Caller) -> Result<Vec<Drawn>, AppError> {
    let organisation = caller.actor.organisation.filter(|_| caller.actor.role == Role::Applicant).ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewCredit, Relation::Applicant, organisation)?;
    Ok(store::credit_line::list_of_applicant(&mut world.store.reader(), organisation, None, OWN_MAX).await?)
}

/// A line as its grantor sees it. What of it is taken tells who bids, and for how much: a centre does not see it before or after (HR-10).
pub(super) fn seen_by(caller: &Caller, drawn: Drawn) -> Drawn {
    if caller.actor.role == Role::CentreStaff { Drawn { taken: CreditTaken::NONE, ..drawn } } else { drawn }
}

/// A page of what the caller's institution, or the centre's site, was asked for.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, before: Option<CreditLineId>) -> Result<Page<Drawn>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::credit_line::list(&mut reader, &scope, &filter, before, PAGE + 1).await?;
    let count = store::credit_line::count(&mut reader, &scope, &filter).await?;
    let rows = rows.into_iter().map(|drawn| seen_by(caller, drawn)).collect();
    Ok(listing::page(rows, count, |row| row.line.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Drawn>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::credit_line::list(&mut world.store.reader(), &scope, &filter, before, limit).await;
    let rows = listing::all(read, |row: &Drawn| row.line.facts.id).await?;
    Ok(rows.into_iter().map(|drawn| seen_by(caller, drawn)).collect())
}
