//! Each print is counted, before the letter is handed out to be printed.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PaperCopyId;
use domain::paper_copy::{PaperCopy, print as decide};

/// Counts one, by whoever `seen` it as it stands: pressed twice on one page it is counted once.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn print(world: &World, caller: &Caller, id: PaperCopyId, seen: u32) -> Result<PaperCopy, AppError> {
    let (copy, stamp) = load(world, &mut world.store.reader(), caller, Action::PostPaper, id).await?;
    let event = decide::print(&copy)?;
    if seen == copy.version { append(world, stamp, copy, event).await } else { Ok(copy) }
}
