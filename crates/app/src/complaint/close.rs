//! The centre closes it.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, close};
use domain::id::ComplaintId;

/// Closes it.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn close(world: &World, caller: &Caller, id: ComplaintId) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::HandleComplaint, id).await?;
    let event = close::close(&complaint)?;
    append(world, stamp, complaint, event).await
}
