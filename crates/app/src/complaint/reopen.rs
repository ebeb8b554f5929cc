//! The complainant has it looked at once more.

use super::load::{load, reopen_by};
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, reopen};
use domain::id::ComplaintId;

/// Has it looked at once more. Where a year's working days are not known its time is not over.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn reopen(world: &World, caller: &Caller, id: ComplaintId, reason: &str) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::PursueComplaint, id).await?;
    let event = reopen::reopen(&complaint, reason, reopen_by(world, &complaint), world.now())?;
    append(world, stamp, complaint, event).await
}
