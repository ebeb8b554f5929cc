//! The desk says with whom a paper original is on its way, and under which number.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PaperCopyId;
use domain::invoice::Post;
use domain::paper_copy::{PaperCopy, post as decide};
use domain::text::shown;

/// Says it; the same again changes nothing.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn post(world: &World, caller: &Caller, id: PaperCopyId, courier: &str, tracking: &str) -> Result<PaperCopy, AppError> {
    let (copy, stamp) = load(world, &mut world.store.reader(), caller, Action::PostPaper, id).await?;
    let post = Post { courier: shown(courier).trim().to_owned(), tracking: shown(tracking).trim().to_owned() };
    match decide::post(&copy, post)? {
        Some(event) => append(world, stamp, copy, event).await,
        None => Ok(copy),
    }
}
