//! Drawing a close up, as the first person.

use super::{DayCloseEvent, DayCloseFacts};
use crate::application::decline::REASON_LENGTH;
use crate::refusal::Refusal;
use crate::time::Date;

/// Whether `day` can be closed on the day `today`: it is over, and no later day was closed `before`.
///
/// # Errors
/// [`Refusal::DayNotOver`], [`Refusal::DayClosed`], [`Refusal::DayBeforeClosed`].
pub fn check(day: Date, today: Date, before: Option<Date>) -> Result<(), Refusal> {
    match before {
        _ if day >= today => Err(Refusal::DayNotOver),
        Some(closed) if closed == day => Err(Refusal::DayClosed),
        Some(closed) if closed > day => Err(Refusal::DayBeforeClosed),
        Some(_) | None => Ok(()),
    }
}

/// Draws it up.
///
/// # Errors
/// As [`check`]; [`Refusal::DifferenceUnexplained`] when the two sides differ and the reason is missing.
pub fn draw_up(facts: DayCloseFacts) -> Result<DayCloseEvent, Refusal> {
    check(facts.closed.day, facts.at.date(), facts.before.map(|before| before.day))?;
    let reason = facts.reason.trim().to_owned();
    if facts.difference() != 0 && !REASON_LENGTH.contains(&reason.chars().count()) {
        return Err(Refusal::DifferenceUnexplained);
    }
    Ok(DayCloseEvent::DrawnUp { facts: Box::new(DayCloseFacts { reason, ..facts }) })
}
