//! The centre shows one again that it had hidden.

use super::{Rating, RatingEvent, RatingState, forbidden};
use crate::refusal::Refusal;

/// Shows it again.
///
/// # Errors
/// [`Refusal::RatingStateForbids`].
pub const fn restore(rating: &Rating) -> Result<RatingEvent, Refusal> {
    match rating.state {
        RatingState::Hidden { .. } => Ok(RatingEvent::Restored),
        RatingState::Waiting | RatingState::Counted => forbidden(),
    }
}
