//! The centre hides one that insults, names somebody, or is about something else.

use super::{Rating, RatingEvent, RatingState, forbidden, words};
use crate::refusal::Refusal;

/// Whether it is shown.
///
/// # Errors
/// [`Refusal::RatingStateForbids`].
pub const fn check(rating: &Rating) -> Result<(), Refusal> {
    match rating.state {
        RatingState::Counted => Ok(()),
        RatingState::Waiting | RatingState::Hidden { .. } => forbidden(),
    }
}

/// Hides it.
///
/// # Errors
/// As [`check`]; [`Refusal::NoteMissing`].
pub fn hide(rating: &Rating, reason: &str) -> Result<RatingEvent, Refusal> {
    check(rating)?;
    Ok(RatingEvent::Hidden { reason: words(reason)? })
}
