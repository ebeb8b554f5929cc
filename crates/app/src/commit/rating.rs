//! Ratings are counted at night, so that nobody sees a figure move when somebody rates.

use super::writer::Writer;
use crate::error::AppError;
use domain::time::{Timestamp, add_days};
use store::job::{Everything, Job};

/// The hour of the night.
const HOUR: i8 = 3;

/// The next night.
pub(crate) fn tonight(now: Timestamp) -> Timestamp {
    let at = Timestamp::from_civil(add_days(now.date(), 1).at(HOUR, 0, 0, 0));
    at.unwrap_or_else(|| now.plus(24 * Timestamp::HOUR))
}

pub(super) fn count(w: &mut Writer<'_>) -> Result<(), AppError> {
    let at = tonight(w.now());
    w.job_again(Job::CountRatings(Everything), Some(at))
}
