//! Confirming a close, as the second person.

use super::{DayClose, DayCloseEvent, open};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Confirms it; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// [`Refusal::DayClosed`] when that is decided already; [`Refusal::SecondPersonNeeded`] to whoever drew it up.
pub fn confirm(close: &DayClose, by: &str, now: Timestamp) -> Result<DayCloseEvent, Refusal> {
    open(close)?;
    if close.facts.by == by {
        return Err(Refusal::SecondPersonNeeded);
    }
    Ok(DayCloseEvent::Confirmed { by: by.to_owned(), at: now })
}
