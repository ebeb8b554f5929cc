//! What happens by itself: whoever has to act is reminded at nine on the working day before the last, and on the day after it; a complaint
//! that is decided is over when the complainant's time for more is.

use super::{Complaint, ComplaintEvent, ComplaintState};
use crate::time::{CalendarError, Date, Timestamp, WorkCalendar, add_days};

/// The hour of reminders, China's time.
const HOUR: i8 = 9;

/// The working day before `day`.
fn before(day: Date, calendar: &WorkCalendar) -> Result<Date, CalendarError> {
    let mut before = day.saturating_sub(jiff::Span::new().days(1));
    while !calendar.is_working_day(before)? {
        before = before.saturating_sub(jiff::Span::new().days(1));
    }
    Ok(before)
}

/// When it is looked after next; `None` when nothing is to happen by itself any more. `due` is the last day of the step it is at.
///
/// # Errors
/// [`CalendarError::MissingYear`].
pub fn next(complaint: &Complaint, due: Option<Date>, now: Timestamp, calendar: &WorkCalendar) -> Result<Option<Timestamp>, CalendarError> {
    let Some(due) = due else { return Ok(None) };
    let after = add_days(due, 1);
    let days = match complaint.state {
        ComplaintState::Decided => vec![after.at(0, 0, 0, 0)],
        ComplaintState::Filed | ComplaintState::Accepted | ComplaintState::WithInstitution | ComplaintState::Answered => {
            vec![before(due, calendar)?.at(HOUR, 0, 0, 0), after.at(HOUR, 0, 0, 0)]
        }
        ComplaintState::NotAccepted { .. } | ComplaintState::Closed | ComplaintState::Withdrawn => Vec::new(),
    };
    Ok(days.into_iter().filter_map(Timestamp::from_civil).find(|at| *at > now))
}

/// What happens by itself now, if anything does.
///
/// # Errors
/// [`CalendarError::MissingYear`].
pub fn tend(
    complaint: &Complaint,
    due: Option<Date>,
    now: Timestamp,
    calendar: &WorkCalendar,
) -> Result<Option<ComplaintEvent>, CalendarError> {
    let Some(due) = due else { return Ok(None) };
    let (today, late) = (now.date(), now.date() > due);
    Ok(match complaint.state {
        ComplaintState::Decided => late.then_some(ComplaintEvent::Closed),
        ComplaintState::Filed | ComplaintState::Accepted | ComplaintState::WithInstitution | ComplaintState::Answered => {
            let near = today >= before(due, calendar)?;
            (near && complaint.reminded != Some((due, late))).then_some(ComplaintEvent::Reminded { due, late })
        }
        ComplaintState::NotAccepted { .. } | ComplaintState::Closed | ComplaintState::Withdrawn => None,
    })
}
