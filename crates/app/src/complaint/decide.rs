//! The centre decides.

use super::load::{is_late, load};
use crate::commit::append;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::complaint::{Complaint, ComplaintOutcome, decide};
use domain::id::ComplaintId;

/// Decides; `outcome` by its code.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn decide(world: &World, caller: &Caller, id: ComplaintId, outcome: &str, words: &str) -> Result<Complaint, AppError> {
    let (complaint, stamp) = load(world, &mut world.store.reader(), caller, Action::HandleComplaint, id).await?;
    let outcome = ComplaintOutcome::of_code(outcome);
    let outcome = outcome.ok_or_else(|| AppError::Invalid(vec![FieldError::new("outcome", "请选择处理结论")]))?;
    let event = decide::decide(&complaint, outcome, words, is_late(world, &complaint), world.now())?;
    append(world, stamp, complaint, event).await
}
