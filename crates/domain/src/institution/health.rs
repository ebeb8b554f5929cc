//! How an institution's own system answers, and whether to try it now: a circuit breaker with a retry budget (threat T-32).
//!
//! After [`OPENS_AT`] failures in a row nothing is sent but one probe every [`PAUSE`]; retries live on a tenth of the traffic, and one
//! in [`STARVED`] is let through in any case, so that nothing waits for ever.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Failures in a row that open the breaker (RT-05: at most ten).
pub const OPENS_AT: u32 = 5;
/// Pause between two probes of an open breaker (RT-05: 5 s).
pub const PAUSE: i64 = 5 * Timestamp::SECOND;
/// What a first try adds to the retry budget, in tenths of a retry.
const EARNED: u32 = 1;
/// What a retry costs.
const COST: u32 = 10;
/// The most that is saved up.
const SAVED_MAX: u32 = 200;
/// What an institution begins with.
const SAVED_AT_FIRST: u32 = 50;
/// A retry is let through when none was for this long.
const STARVED: i64 = 30 * Timestamp::SECOND;

/// How an institution's system answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Failures in a row.
    pub failures: u32,
    /// When it may be tried next, while the breaker is open.
    pub next_try: Option<Timestamp>,
    /// The retry budget, in tenths of a retry.
    pub saved: u32,
    /// When a retry was last let through.
    pub retried_at: Option<Timestamp>,
    /// When it last answered well.
    pub succeeded_at: Option<Timestamp>,
    /// When it last did not.
    pub failed_at: Option<Timestamp>,
    /// What was wrong then.
    pub error: String,
    /// Messages delivered in all.
    pub delivered: u64,
    /// Tries that failed in all.
    pub failed: u64,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            failures: 0,
            next_try: None,
            saved: SAVED_AT_FIRST,
            retried_at: None,
            succeeded_at: None,
            failed_at: None,
            error: String::new(),
            delivered: 0,
            failed: 0,
        }
    }
}

/// Whether to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Now.
    Try,
    /// Not before.
    Wait(Timestamp),
}

impl Health {
    /// Whether its breaker is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.failures >= OPENS_AT
    }

    /// Takes a turn for a first try or a retry. With an open breaker the turn is a probe, and the next one waits.
    pub fn take_turn(&mut self, retry: bool, now: Timestamp) -> Turn {
        if self.is_open() {
            match self.next_try {
                Some(next) if now < next => return Turn::Wait(next),
                Some(_) | None => {
                    self.next_try = Some(now.plus(PAUSE));
                    return Turn::Try;
                }
            }
        }
        if !retry {
            self.saved = (self.saved + EARNED).min(SAVED_MAX);
            return Turn::Try;
        }
        let starved = self.retried_at.is_none_or(|at| now >= at.plus(STARVED));
        match self.saved.checked_sub(COST) {
            Some(left) => self.saved = left,
            None if starved => {}
            None => return Turn::Wait(self.retried_at.map_or(now, |at| at.plus(STARVED))),
        }
        self.retried_at = Some(now);
        Turn::Try
    }

    /// It answered well: whatever it said, it is there.
    pub fn succeed(&mut self, now: Timestamp) {
        self.failures = 0;
        self.next_try = None;
        self.succeeded_at = Some(now);
        self.delivered += 1;
    }

    /// It did not answer, or not so that it is understood.
    pub fn fail(&mut self, error: &str, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        self.failed += 1;
        self.failed_at = Some(now);
        self.error = error.chars().take(200).collect();
        if self.failures == OPENS_AT {
            self.next_try = Some(now.plus(PAUSE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_micros(1_796_086_800_000_000)
    }

    #[test]
    fn a_sick_system_is_probed_once_in_five_seconds_until_it_answers() {
        let mut health = Health::default();
        for _ in 0..OPENS_AT {
            assert_eq!(health.take_turn(false, now()), Turn::Try);
            health.fail("timed out", now());
        }
        assert!(health.is_open());
        assert_eq!(health.take_turn(false, now()), Turn::Wait(now().plus(PAUSE)));
        let later = now().plus(PAUSE);
        assert_eq!(health.take_turn(true, later), Turn::Try);
        assert_eq!(health.take_turn(false, later), Turn::Wait(later.plus(PAUSE)), "one probe at a time");
        health.succeed(later);
        assert_eq!(health.take_turn(false, later), Turn::Try);
    }

    #[test]
    fn retries_live_on_a_tenth_of_the_traffic() {
        let mut health = Health::default();
        let (mut sent, mut retried) = (0, 0);
        for _ in 0..10_000 {
            sent += 1;
            assert_eq!(health.take_turn(false, now()), Turn::Try);
            if health.take_turn(true, now()) == Turn::Try {
                retried += 1;
            }
        }
        assert!(retried * 10 <= sent + 100, "{retried} of {sent}");
        assert!(retried > 900, "{retried}");
        assert_eq!(health.take_turn(true, now().plus(STARVED)), Turn::Try, "one is let through in any case");
    }
}
