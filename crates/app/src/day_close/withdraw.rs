//! Giving up a day's close that nobody has confirmed, to draw it up anew.

use super::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::day_close::DayClose;
use domain::day_close::withdraw::withdraw as decide;
use domain::id::DayCloseId;

/// Gives it up.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn withdraw(world: &World, caller: &Caller, id: DayCloseId) -> Result<DayClose, AppError> {
    let (close, stamp) = load(world, caller, Action::DrawUpDay, id).await?;
    let event = decide(&close)?;
    append(world, stamp, close, event).await
}
