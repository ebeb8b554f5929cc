use app::Clock;
use domain::time::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands until it is moved. It begins on 2026-11-21 at 10:00 in China.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl Default for ManualClock {
    fn default() -> Self {
        Self::at(testbase::beginning())
    }
}

impl ManualClock {
    /// A clock that begins at `start`.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.micros()))
    }

    /// Moves on by so many microseconds.
    pub fn advance(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}
