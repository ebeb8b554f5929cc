//! Changing it, within seven days; what the centre has hidden stays as it is.

use super::{CHANGE_TIME, Opinion, Rating, RatingEvent, RatingState, forbidden};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether it may be changed.
///
/// # Errors
/// [`Refusal::RatingStateForbids`] for one that is hidden; [`Refusal::RatingFixed`] when its time is over.
pub fn check(rating: &Rating, now: Timestamp) -> Result<(), Refusal> {
    match rating.state {
        RatingState::Hidden { .. } => forbidden(),
        RatingState::Waiting | RatingState::Counted if now < rating.facts.rated_at.plus(CHANGE_TIME) => Ok(()),
        RatingState::Waiting | RatingState::Counted => Err(Refusal::RatingFixed),
    }
}

/// Changes it; `None` when nothing is said otherwise.
///
/// # Errors
/// As [`check`].
pub fn change(rating: &Rating, opinion: Opinion, now: Timestamp) -> Result<Option<RatingEvent>, Refusal> {
    check(rating, now)?;
    Ok((rating.opinion != opinion).then_some(RatingEvent::Changed { opinion }))
}
