//! The complainant gives it up.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, withdraw};
use domain::id::ComplaintId;

/// Gives it up.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn withdraw(world: &World, caller: &Caller, id: ComplaintId) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::PursueComplaint, id).await?;
    let event = withdraw::withdraw(&complaint)?;
    append(world, stamp, complaint, event).await
}
