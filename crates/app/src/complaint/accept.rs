//! The centre takes it.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, accept};
use domain::id::ComplaintId;

/// Takes it.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn accept(world: &World, caller: &Caller, id: ComplaintId) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::HandleComplaint, id).await?;
    let event = accept::accept(&complaint, world.now())?;
    append(world, stamp, complaint, event).await
}
