//! Giving a close up that nobody has confirmed, to draw it up anew.

use super::{DayClose, DayCloseEvent, open};
use crate::refusal::Refusal;

/// Gives it up, whoever drew it up.
///
/// # Errors
/// [`Refusal::DayClosed`] when it is confirmed, or given up already.
pub fn withdraw(close: &DayClose) -> Result<DayCloseEvent, Refusal> {
    open(close)?;
    Ok(DayCloseEvent::Withdrawn)
}
