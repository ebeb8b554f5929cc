//! It counts from when its lot has rested after opening, and not before (HR-10).

use super::{Rating, RatingEvent, RatingState};
use crate::guarantee::Guarantee;
use crate::lot::Lot;
use crate::report::figures::counts;
use crate::time::Timestamp;

/// Counts it; `None` while it may not be, or when it is already. `guarantee` is its letter, `lot` what is known of that letter's lot.
#[must_use]
pub fn count(rating: &Rating, guarantee: &Guarantee, lot: Option<&Lot>, now: Timestamp) -> Option<RatingEvent> {
    match rating.state {
        RatingState::Waiting => counts(guarantee, lot, now).then_some(RatingEvent::Counted),
        RatingState::Counted | RatingState::Hidden { .. } => None,
    }
}
