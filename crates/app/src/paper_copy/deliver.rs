//! The applicant, or the desk for it, says that it has come.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PaperCopyId;
use domain::paper_copy::{PaperCopy, deliver as decide};

/// Says it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn deliver(world: &World, caller: &Caller, id: PaperCopyId) -> Result<PaperCopy, AppError> {
    let (copy, stamp) = load(world, &mut world.store.reader(), caller, Action::ReceivePaper, id).await?;
    let event = decide::deliver(&copy)?;
    append(world, stamp, copy, event).await
}
