//! The desk sends no paper, and says why.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PaperCopyId;
use domain::paper_copy::{PaperCopy, refuse as decide};

/// Refuses it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn refuse(world: &World, caller: &Caller, id: PaperCopyId, reason: &str) -> Result<PaperCopy, AppError> {
    let (copy, stamp) = load(world, &mut world.store.reader(), caller, Action::PostPaper, id).await?;
    let event = decide::refuse(&copy, reason)?;
    append(world, stamp, copy, event).await
}
