//! How long institutions take from payment to letter (出函用时): of letters issued lately, and of none whose lot has not rested since its opening,
//! so that no figure tells how many bid (HR-10).

use super::figures::counts;
use crate::guarantee::Guarantee;
use crate::lot::Lot;
use crate::time::hours::whole_minutes;
use crate::time::{Timestamp, WorkCalendar};

/// How far back letters count, in weeks.
pub const WEEKS: i64 = 8;
/// Fewest letters that say something of the next one.
pub const COUNT_MIN: usize = 5;
/// Most letters of one institution that are counted, the newest.
pub const SAMPLE_MAX: usize = 1_000;

/// What an institution took from payment to letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turnaround {
    /// Letters that were counted.
    pub letters: u32,
    /// Minutes within which half of them were out.
    pub median: u32,
    /// Minutes within which nine of ten were out.
    pub p90: u32,
}

/// From when on letters count at `now`.
#[must_use]
pub const fn since(now: Timestamp) -> Timestamp {
    now.plus(-WEEKS * 7 * 24 * Timestamp::HOUR)
}

/// The minutes one letter took: of the clock where it follows by itself, worked ones where a person looks at the application first. `None` while
/// it may not count, when it is too old, and where the calendar does not reach.
#[must_use]
pub fn minutes(
    guarantee: &Guarantee,
    lot: Option<&Lot>,
    settled_at: Timestamp,
    automatic: bool,
    calendar: &WorkCalendar,
    now: Timestamp,
) -> Option<u32> {
    if guarantee.issued_at < since(now) || guarantee.issued_at < settled_at || !counts(guarantee, lot, now) {
        return None;
    }
    if automatic {
        return Some(whole_minutes(guarantee.issued_at.micros() - settled_at.micros()));
    }
    calendar.worked(settled_at, guarantee.issued_at).ok()
}

impl Turnaround {
    /// The figure of so many letters' minutes, by nearest rank; `None` for fewer than [`COUNT_MIN`].
    #[must_use]
    pub fn of(mut minutes: Vec<u32>) -> Option<Self> {
        if minutes.len() < COUNT_MIN {
            return None;
        }
        minutes.sort_unstable();
        let rank = |percent: usize| minutes.get((minutes.len() * percent).div_ceil(100).saturating_sub(1)).copied();
        Some(Self { letters: u32::try_from(minutes.len()).ok()?, median: rank(50)?, p90: rank(90)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nine_of_ten_are_ranks_and_four_letters_say_nothing() {
        assert_eq!(Turnaround::of(vec![1, 2, 3, 4]), None);
        assert_eq!(Turnaround::of(vec![50, 10, 40, 20, 30]), Some(Turnaround { letters: 5, median: 30, p90: 50 }));
        let ten = (1..=10).rev().collect();
        assert_eq!(Turnaround::of(ten), Some(Turnaround { letters: 10, median: 5, p90: 9 }));
    }
}
