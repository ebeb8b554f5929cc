//! The centre puts it to the institution.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, ask};
use domain::id::ComplaintId;

/// Asks the institution.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn ask(world: &World, caller: &Caller, id: ComplaintId, question: &str) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::HandleComplaint, id).await?;
    let event = ask::ask(&complaint, question, world.now())?;
    append(world, stamp, complaint, event).await
}
