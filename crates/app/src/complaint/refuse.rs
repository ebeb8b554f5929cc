//! The centre does not take it.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, refuse};
use domain::id::ComplaintId;

/// Does not take it.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn refuse(world: &World, caller: &Caller, id: ComplaintId, reason: &str) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::HandleComplaint, id).await?;
    let event = refuse::refuse(&complaint, reason)?;
    append(world, stamp, complaint, event).await
}
