//! The applicant hands it in.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::credit_line::{CreditLine, Grantor, submit};
use domain::id::CreditLineId;
use domain::institution::{Connection, InterfaceVersion};
use store::Query;

/// Whether the grantor has a system of its own that has proved to know of credit. What it does not know it is not told: its people decide then.
async fn by_system(query: &mut impl Query, grantor: Grantor) -> Result<bool, AppError> {
    let Grantor::Institution(id) = grantor else { return Ok(false) };
    let institution = store::institution::load(query, id).await?.ok_or(AppError::NotFound)?;
    Ok(matches!(institution.connection, Connection::OwnSystem { .. }) && institution.interface >= InterfaceVersion::V1_4)
}

/// Hands it in.
///
/// # Errors
/// [`AppError::Refused`] when the profile lacks something; [`AppError::NotFound`].
pub async fn submit(world: &World, caller: &Caller, id: CreditLineId) -> Result<CreditLine, AppError> {
    let mut reader = world.store.reader();
    let (drawn, stamp) = load(world, &mut reader, caller, Action::ApplyForCredit, id).await?;
    let profile = store::profile::load(&mut reader, drawn.line.facts.applicant.organisation).await?;
    let by_system = by_system(&mut reader, drawn.line.facts.grantor).await?;
    let event = submit::submit(&drawn.line, profile.as_ref(), by_system, world.now().date())?;
    append(world, stamp, drawn.line, event).await
}
