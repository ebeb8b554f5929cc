//! The institution answers, or answers otherwise.

use super::{Rating, RatingEvent, RatingState, forbidden, words};
use crate::refusal::Refusal;

/// Whether there is something to answer.
///
/// # Errors
/// [`Refusal::RatingStateForbids`] for one that is hidden.
pub const fn check(rating: &Rating) -> Result<(), Refusal> {
    match rating.state {
        RatingState::Waiting | RatingState::Counted => Ok(()),
        RatingState::Hidden { .. } => forbidden(),
    }
}

/// Answers.
///
/// # Errors
/// As [`check`]; [`Refusal::NoteMissing`].
pub fn answer(rating: &Rating, text: &str) -> Result<RatingEvent, Refusal> {
    check(rating)?;
    Ok(RatingEvent::Answered { answer: words(text)? })
}
