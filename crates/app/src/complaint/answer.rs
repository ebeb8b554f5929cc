//! The institution answers.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, answer};
use domain::id::ComplaintId;

/// Answers.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn answer(world: &World, caller: &Caller, id: ComplaintId, text: &str) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::AnswerComplaint, id).await?;
    let event = answer::answer(&complaint, text)?;
    append(world, stamp, complaint, event).await
}
