//! The recipient's number, for whoever asks for it and may: each time is written into the audit log.

use super::form::place;
use super::load::load;
use crate::error::AppError;
use crate::profile::conceal::Safe;
use crate::profile::reveal::seen;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::PaperCopyId;

/// The number.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn reveal(world: &World, caller: &Caller, id: PaperCopyId) -> Result<String, AppError> {
    let mut reader = world.store.reader();
    let (copy, stamp) = load(world, &mut reader, caller, Action::RevealPaper, id).await?;
    let safe = Safe::find(world, &mut reader, copy.facts.applicant.organisation).await?;
    let safe = safe.ok_or_else(|| AppError::Bug("the key of a paper original's number is missing".into()))?;
    let number = safe.reveal(&place(id), &copy.facts.recipient.mobile)?;
    seen(world, stamp).await?;
    Ok(number)
}
