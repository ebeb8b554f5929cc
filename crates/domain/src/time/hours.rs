//! Working time: when an institution's people are there. Nine to six on its working days, which is the end of a day that promises in working
//! days mean, too.

use super::{CalendarError, Date, Timestamp, WorkCalendar, add_days};

/// The hour at which offices open in China.
pub const OPENS: i8 = 9;
/// The hour at which they close.
pub const CLOSES: i8 = 18;

/// Most days that are looked through.
const DAYS_MAX: u32 = 400;

impl WorkCalendar {
    /// The working time of a day; `None` for one that is off.
    fn hours(&self, day: Date) -> Result<Option<(Timestamp, Timestamp)>, CalendarError> {
        if !self.is_working_day(day)? {
            return Ok(None);
        }
        let at = |hour| Timestamp::from_civil(day.at(hour, 0, 0, 0));
        Ok(at(OPENS).zip(at(CLOSES)))
    }

    /// The working minutes between two instants, a begun one counted whole; at most those of 400 days.
    ///
    /// # Errors
    /// [`CalendarError::MissingYear`] when a day lies in a year without a calendar.
    pub fn worked(&self, from: Timestamp, to: Timestamp) -> Result<u32, CalendarError> {
        let (mut day, mut micros) = (from.date(), 0);
        for _ in 0..DAYS_MAX {
            if day > to.date() {
                break;
            }
            if let Some((opens, closes)) = self.hours(day)? {
                micros += (to.min(closes).micros() - from.max(opens).micros()).max(0);
            }
            day = add_days(day, 1);
        }
        Ok(whole_minutes(micros))
    }

    /// The instant at which `minutes` have been worked since `from`; `None` when that takes more than 400 days.
    ///
    /// # Errors
    /// As [`WorkCalendar::worked`].
    pub fn once_worked(&self, from: Timestamp, minutes: u32) -> Result<Option<Timestamp>, CalendarError> {
        let (mut day, mut left) = (from.date(), i64::from(minutes) * Timestamp::MINUTE);
        for _ in 0..DAYS_MAX {
            if let Some((opens, closes)) = self.hours(day)? {
                let begins = from.max(opens);
                let there_is = (closes.micros() - begins.micros()).max(0);
                if left <= there_is && begins <= closes {
                    return Ok(Some(begins.plus(left)));
                }
                left -= there_is;
            }
            day = add_days(day, 1);
        }
        Ok(None)
    }
}

/// So many microseconds in minutes, a begun one counted whole.
pub(crate) fn whole_minutes(micros: i64) -> u32 {
    u32::try_from((micros.max(0) + Timestamp::MINUTE - 1) / Timestamp::MINUTE).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::YearTable;
    use jiff::civil::date;

    fn calendar() -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        let table = YearTable {
            holidays: (1..=7).map(|day| date(2026, 10, day)).collect(),
            working_weekends: [date(2026, 10, 10)].into(),
            provisional: false,
        };
        calendar.insert(2026, table).expect("a consistent table");
        calendar
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_civil(text).expect("a time")
    }

    #[test]
    fn a_night_a_weekend_and_a_holiday_are_not_worked() {
        let calendar = calendar();
        for (from, to, minutes) in [
            ("2026-11-23 10:00:00", "2026-11-23 10:00:01", 1),
            ("2026-11-23 17:30:00", "2026-11-24 09:30:00", 60),
            ("2026-11-20 17:00:00", "2026-11-23 10:00:00", 120),
            ("2026-11-21 10:00:00", "2026-11-22 10:00:00", 0),
            ("2026-09-30 17:00:00", "2026-10-10 10:00:00", 60 + 2 * 540 + 60),
            ("2026-11-23 10:00:00", "2026-11-23 09:00:00", 0),
        ] {
            assert_eq!(calendar.worked(at(from), at(to)), Ok(minutes), "{from} to {to}");
        }
    }

    #[test]
    fn what_is_worked_from_an_instant_ends_when_as_many_minutes_were_worked() {
        let calendar = calendar();
        for (from, minutes, ends) in [
            ("2026-11-23 10:00:00", 0, "2026-11-23 10:00:00"),
            ("2026-11-23 17:30:00", 60, "2026-11-24 09:30:00"),
            ("2026-11-20 17:00:00", 120, "2026-11-23 10:00:00"),
            ("2026-11-21 10:00:00", 30, "2026-11-23 09:30:00"),
            ("2026-11-23 06:00:00", 540, "2026-11-23 18:00:00"),
            ("2026-11-23 19:00:00", 0, "2026-11-24 09:00:00"),
        ] {
            assert_eq!(calendar.once_worked(at(from), minutes), Ok(Some(at(ends))), "{minutes} from {from}");
        }
        assert_eq!(calendar.once_worked(at("2026-12-31 17:59:00"), 2), Err(CalendarError::MissingYear(2027)));
    }
}
