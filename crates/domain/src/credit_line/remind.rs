//! Reminding the applicant that a line's last day is near: thirty days before, and seven.

use super::{CreditLine, CreditLineEvent, CreditLineState};
use crate::time::{Date, Timestamp};

/// Days before the last day on which the applicant is told, the farthest first.
pub const DAYS_BEFORE: [i64; 2] = [30, 7];
/// The hour of the day, China's time.
const HOUR: i8 = 9;

/// When the applicant is told next, if at all: the first of the reminders that is later than `now`.
#[must_use]
pub fn next(until: Date, now: Timestamp) -> Option<Timestamp> {
    let at = |days: i64| Timestamp::from_civil(until.saturating_sub(jiff::Span::new().days(days)).at(HOUR, 0, 0, 0));
    DAYS_BEFORE.into_iter().filter_map(at).find(|at| *at > now)
}

/// The last of the reminders that is not later than `now`, if one is due.
fn due(until: Date, now: Timestamp) -> Option<Timestamp> {
    let at = |days: i64| Timestamp::from_civil(until.saturating_sub(jiff::Span::new().days(days)).at(HOUR, 0, 0, 0));
    DAYS_BEFORE.into_iter().rev().filter_map(at).find(|at| *at <= now)
}

/// Reminds; `None` when the line is not in use, its last day is not near, or the applicant was told so before.
#[must_use]
pub fn remind(line: &CreditLine, now: Timestamp) -> Option<CreditLineEvent> {
    let terms = line.terms.as_ref().filter(|_| matches!(line.state, CreditLineState::Granted))?;
    let due = due(terms.until, now).filter(|due| now.date() <= terms.until && line.reminded < Some(*due))?;
    Some(CreditLineEvent::Reminded { due: Some(due) })
}
