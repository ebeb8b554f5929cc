use super::{Date, add_days};
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One year's deviations from the plain week, as the State Council's notice (国务院办公厅关于节假日安排的通知) sets them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearTable {
    /// Days off, Saturdays and Sundays included where the notice names them.
    pub holidays: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked (调休).
    pub working_weekends: BTreeSet<Date>,
    /// The notice is not out yet; only the statutory days are in.
    pub provisional: bool,
}

/// Working days in China, for the years that have a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, YearTable>,
}

/// A question about a year without a table, or a table that contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// No table for this year: a legal deadline must not be guessed.
    MissingYear(i16),
    /// A day is listed in the wrong year, or both as holiday and as worked.
    Contradiction(Date),
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingYear(year) => write!(f, "缺少 {year} 年的工作日历（regions/calendar/{year}.toml）"),
            Self::Contradiction(date) => write!(f, "工作日历中的 {date} 自相矛盾：年份不符，或既是假日又是工作日"),
        }
    }
}

impl std::error::Error for CalendarError {}

/// Farthest working day that can be asked for.
const WORKING_DAYS_MAX: u32 = 2_000;

impl WorkCalendar {
    /// Adds a year.
    ///
    /// # Errors
    /// [`CalendarError::Contradiction`] for the first day that cannot be right.
    pub fn insert(&mut self, year: i16, table: YearTable) -> Result<(), CalendarError> {
        let wrong = table
            .holidays
            .iter()
            .chain(&table.working_weekends)
            .find(|day| day.year() != year || (table.holidays.contains(day) && table.working_weekends.contains(day)));
        if let Some(day) = wrong {
            return Err(CalendarError::Contradiction(*day));
        }
        self.years.insert(year, table);
        Ok(())
    }

    /// The same calendar for somebody who is closed on these days besides.
    #[must_use]
    pub fn closed_on(&self, days: &BTreeSet<Date>) -> Self {
        let mut own = self.clone();
        for day in days {
            if let Some(table) = own.years.get_mut(&day.year()) {
                table.working_weekends.remove(day);
                table.holidays.insert(*day);
            }
        }
        own
    }

    /// The years with their tables.
    pub fn years(&self) -> impl Iterator<Item = (i16, &YearTable)> {
        self.years.iter().map(|(year, table)| (*year, table))
    }

    /// Whether the year has a table, and if so whether it is only provisional.
    #[must_use]
    pub fn provisional(&self, year: i16) -> Option<bool> {
        self.years.get(&year).map(|table| table.provisional)
    }

    /// Whether `date` is a working day.
    ///
    /// # Errors
    /// [`CalendarError::MissingYear`].
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        let table = self.years.get(&date.year()).ok_or(CalendarError::MissingYear(date.year()))?;
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(table.working_weekends.contains(&date) || (!weekend && !table.holidays.contains(&date)))
    }

    /// The `days`-th working day after `date`; with 0, `date` itself or the next working day.
    ///
    /// # Errors
    /// [`CalendarError::MissingYear`].
    pub fn after(&self, date: Date, days: u32) -> Result<Date, CalendarError> {
        let mut left = days.min(WORKING_DAYS_MAX);
        let mut day = date;
        if left == 0 {
            while !self.is_working_day(day)? {
                day = add_days(day, 1);
            }
            return Ok(day);
        }
        while left > 0 {
            day = add_days(day, 1);
            if self.is_working_day(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// National Day 2026: 1–7 October off, Saturday 10 October worked.
    fn october() -> WorkCalendar {
        let mut calendar = WorkCalendar::default();
        let table = YearTable {
            holidays: (1..=7).map(|day| date(2026, 10, day)).collect(),
            working_weekends: [date(2026, 10, 10)].into(),
            provisional: false,
        };
        calendar.insert(2026, table).expect("a consistent table");
        calendar
    }

    #[test]
    fn the_week_after_national_day_is_worked_on_saturday() {
        let calendar = october();
        assert_eq!(calendar.is_working_day(date(2026, 10, 7)), Ok(false));
        assert_eq!(calendar.is_working_day(date(2026, 10, 10)), Ok(true));
        assert_eq!(calendar.is_working_day(date(2026, 10, 11)), Ok(false));
    }

    #[test]
    fn two_working_days_over_a_holiday_end_after_it() {
        assert_eq!(october().after(date(2026, 9, 30), 2), Ok(date(2026, 10, 9)));
        assert_eq!(october().after(date(2026, 10, 3), 0), Ok(date(2026, 10, 8)));
    }

    #[test]
    fn an_institution_that_is_closed_lets_the_day_pass() {
        let own = october().closed_on(&[date(2026, 10, 9), date(2026, 10, 10)].into());
        assert_eq!(own.after(date(2026, 9, 30), 1), Ok(date(2026, 10, 8)));
        assert_eq!(own.after(date(2026, 10, 8), 1), Ok(date(2026, 10, 12)), "the worked Saturday is closed, too");
    }

    #[test]
    fn a_year_without_a_table_is_never_guessed() {
        assert_eq!(october().after(date(2026, 12, 31), 1), Err(CalendarError::MissingYear(2027)));
    }

    #[test]
    fn a_day_both_off_and_worked_is_refused() {
        let table = YearTable { holidays: [date(2026, 2, 14)].into(), working_weekends: [date(2026, 2, 14)].into(), provisional: false };
        assert_eq!(WorkCalendar::default().insert(2026, table), Err(CalendarError::Contradiction(date(2026, 2, 14))));
    }
}
