//! Confirming a day's close, as the second person.

use super::load;
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::day_close::DayClose;
use domain::day_close::confirm::confirm as decide;
use domain::id::DayCloseId;

/// Confirms it.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`] when it no longer stands as it was `seen`; [`AppError::NotFound`].
pub async fn confirm(world: &World, caller: &Caller, id: DayCloseId, seen: u32) -> Result<DayClose, AppError> {
    let (close, stamp) = load(world, caller, Action::ConfirmDay, id).await?;
    let event = decide(&close, &caller.actor.certificate, world.now())?;
    as_seen(close.version, seen)?;
    append(world, stamp, close, event).await
}
