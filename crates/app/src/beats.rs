//! When each lane of this process last looked for what is due: a lane that stands still is seen, though nothing fails.

use domain::time::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::job::Lane;

/// How long a lane may be silent; it looks twice a second.
const SILENT_MAX: i64 = Timestamp::MINUTE;

/// The last look of each lane that was started here.
#[derive(Debug, Default)]
pub(crate) struct Beats(Mutex<Vec<(Lane, Timestamp)>>);

impl Beats {
    fn beats(&self) -> MutexGuard<'_, Vec<(Lane, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a lane looks.
    pub(crate) fn beat(&self, lane: Lane, now: Timestamp) {
        let mut beats = self.beats();
        match beats.iter_mut().find(|(known, _)| *known == lane) {
            Some((_, at)) => *at = now,
            None => beats.push((lane, now)),
        }
    }

    /// The first lane that has stood still.
    pub(crate) fn silent(&self, now: Timestamp) -> Option<Lane> {
        self.beats().iter().find(|(_, at)| at.plus(SILENT_MAX) < now).map(|(lane, _)| *lane)
    }
}
