//! Somebody at the centre looks after it.

use super::load::load;
use crate::commit::append;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, assign};
use domain::id::ComplaintId;
use domain::party::FullName;

/// Gives it to whoever has this name.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn assign(world: &World, caller: &Caller, id: ComplaintId, handler: &str) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::HandleComplaint, id).await?;
    let handler: FullName = handler.trim().parse().map_err(|error| AppError::Invalid(vec![FieldError::new("handler", error)]))?;
    let event = assign::assign(&complaint, &handler)?;
    append(world, stamp, complaint, event).await
}
