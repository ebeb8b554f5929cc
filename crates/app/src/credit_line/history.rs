//! All that happened to a line, page by page; to the applicant without what is between the grantor's people.

use super::load::{load, relation};
use crate::error::AppError;
use crate::listing::{self, Filter, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::credit_line::CreditLineEvent;
use domain::id::CreditLineId;
use store::event::Entry;

/// The names of events that somebody does not see.
pub(super) const fn hidden(of_grantor: bool) -> [&'static str; 2] {
    if of_grantor { ["", ""] } else { CreditLineEvent::INTERNAL }
}

/// An event as it is written.
pub(super) fn told(entry: Entry) -> Result<(CreditLineEvent, Entry), AppError> {
    let event = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok((event, entry))
}

async fn seen(world: &World, caller: &Caller, id: CreditLineId) -> Result<[&'static str; 2], AppError> {
    let (drawn, _) = load(world, &mut world.store.reader(), caller, Action::ViewCredit, id).await?;
    Ok(hidden(relation(&caller.actor, &drawn.line) != Relation::Applicant))
}

/// A page of it.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(
    world: &World,
    caller: &Caller,
    id: CreditLineId,
    filter: Filter<'_>,
    after: Option<u32>,
) -> Result<Page<(CreditLineEvent, Entry)>, AppError> {
    let hidden = seen(world, caller, id).await?;
    let Page { rows, next, count } = listing::history(&mut world.store.reader(), &id.to_string(), hidden, &filter, after).await?;
    Ok(Page { rows: rows.into_iter().map(told).collect::<Result<_, _>>()?, next, count })
}

/// All of it that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, id: CreditLineId, filter: Filter<'_>) -> Result<Vec<(CreditLineEvent, Entry)>, AppError> {
    let (hidden, aggregate) = (seen(world, caller, id).await?, id.to_string());
    let read = async |after, limit| store::event::list(&mut world.store.reader(), &aggregate, hidden, &filter, after, limit).await;
    listing::all(read, |entry: &Entry| entry.seq).await?.into_iter().map(told).collect()
}
