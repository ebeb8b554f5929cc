//! Each print is counted, before the letter is handed out to be printed.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PaperCopyId;
use domain::paper_copy::{PaperCopy, print as decide};

/// Says it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn print(world: &World, caller: &Caller, id: PaperCopyId) -> Result<PaperCopy, AppError> {
    let (copy, stamp) = load(world, &mut world.store.reader(), caller, Action::PostPaper, id).await?;
    let event = decide::print(&copy)?;
    append(world, stamp, copy, event).await
}
