//! Complaints: those of the caller's organisation (我的投诉), and those of its office.

use super::load::due;
use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, scope};
use domain::complaint::Complaint;
use domain::id::ComplaintId;
use domain::time::Date;
pub use store::complaint::Seen;

/// A complaint as a list has it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The complaint.
    pub complaint: Complaint,
    /// The last day of the step it is at, where one runs.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub late: bool,
}

fn row(world: &World, complaint: Complaint) -> Row {
    let due = due(world, &complaint);
    Row { late: due.is_some_and(|due| world.now().date() > due), due, complaint }
}

/// The side from which the caller sees its own.
///
/// # Errors
/// [`AppError::NotFound`] to those who complain about nobody.
pub fn own(world: &World, caller: &Caller) -> Result<Seen, AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::FileComplaint, Relation::Holder, organisation)?;
    Ok(Seen::ByComplainant(organisation))
}

/// A page of them.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn list(
    world: &World,
    caller: &Caller,
    seen: Seen,
    filter: Filter<'_>,
    before: Option<ComplaintId>,
) -> Result<Page<Row>, AppError> {
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::complaint::list(&mut reader, seen, &scope, &filter, before, PAGE + 1).await?;
    let count = store::complaint::count(&mut reader, seen, &scope, &filter).await?;
    let rows = rows.into_iter().map(|complaint| row(world, complaint)).collect();
    Ok(listing::page(rows, count, |row| row.complaint.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller, seen: Seen, filter: Filter<'_>) -> Result<Vec<Row>, AppError> {
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::complaint::list(&mut world.store.reader(), seen, &scope, &filter, before, limit).await;
    let rows = listing::all(read, |complaint: &Complaint| complaint.facts.id).await?;
    Ok(rows.into_iter().map(|complaint| row(world, complaint)).collect())
}
