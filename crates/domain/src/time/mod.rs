//! Instants, civil dates in China, working days.
//!
//! Instants are UTC microseconds; an expiry is a civil date in Asia/Shanghai and includes its last day. Asia/Shanghai has
//! had the fixed offset +08:00 since 1992, so no time-zone database is needed.

mod calendar;
pub mod hours;

pub use calendar::{CalendarError, WorkCalendar, YearTable};
pub use jiff::civil::Date;

use crate::text::figures;
use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An instant: microseconds since 1970-01-01 UTC. Shown in China's civil time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// A date as people write it: `2031-12-31`, `2031-1-5`, `2031/12/31`, `2031.12.31`, `2031年12月31日`, full-width too; `None` for anything else, and for
/// a day that no calendar has.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let text = figures(text).replace(['/', '.', '年', '月'], "-");
    let parts: Vec<&str> = text.strip_suffix('日').unwrap_or(&text).split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// China's civil time, fixed at +08:00.
fn china() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

impl Timestamp {
    /// One second, one minute, one hour in microseconds.
    pub const SECOND: i64 = 1_000_000;
    /// See [`Timestamp::SECOND`].
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// See [`Timestamp::SECOND`].
    pub const HOUR: i64 = 60 * Self::MINUTE;

    /// An instant from UTC microseconds.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// UTC microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// UTC milliseconds, rounded down.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// UTC seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(Self::SECOND)
    }

    /// The instant `micros` later (or earlier when negative).
    #[must_use]
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The instant at which China's clocks show `time` on `date`; `None` outside years 1–9999.
    #[must_use]
    pub fn from_civil(time: DateTime) -> Option<Self> {
        time.to_zoned(china()).ok().map(|zoned| Self(zoned.timestamp().as_microsecond()))
    }

    /// Reads `2026-12-01 09:00[:00]`, also with a `T` between, as China's civil time.
    #[must_use]
    pub fn parse_civil(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = if text.len() == "2026-12-01 09:00".len() { format!("{text}:00") } else { text.to_owned() };
        if text.len() != "2026-12-01 09:00:00".len() {
            return None;
        }
        text.replace('/', "-").parse().ok().and_then(Self::from_civil)
    }

    /// Reads what people and their spreadsheets write for it: as [`Self::parse_civil`], with strokes, as 2026年12月1日9时0分, without leading
    /// zeros.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let plain: String = text
            .trim()
            .chars()
            .filter_map(|c| match c {
                '/' | '年' | '月' => Some('-'),
                'T' | '日' => Some(' '),
                '时' | '点' => Some(':'),
                '分' | '秒' => None,
                other => Some(other),
            })
            .collect();
        let (day, time) = plain.split_once(' ')?;
        let numbers = |text: &str, separator: char| -> Option<Vec<i16>> {
            text.trim().trim_end_matches(separator).split(separator).map(|part| part.trim().parse().ok()).collect()
        };
        let (day, time) = (numbers(day, '-')?, numbers(time, ':')?);
        let (&[year @ 1000..=9999, month, day], &[hour, minute, ref rest @ ..]) = (&day[..], &time[..]) else { return None };
        let second = match rest {
            [] => 0,
            [second] => *second,
            [_, _, ..] => return None,
        };
        let small = |number: i16| i8::try_from(number).ok();
        let civil = DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0);
        civil.ok().and_then(Self::from_civil)
    }

    /// Whether China's clocks show midnight: what somebody wrote who wrote a day alone.
    #[must_use]
    pub fn is_midnight(self) -> bool {
        self.civil().time() == Time::midnight()
    }

    /// What China's clocks show.
    #[must_use]
    pub fn civil(self) -> DateTime {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default().to_zoned(china()).datetime()
    }

    /// The civil date in China.
    #[must_use]
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// China's civil time to the second: `2026-12-01 09:00:00`.
    #[must_use]
    pub fn to_seconds(self) -> String {
        self.civil().strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// China's civil time to the minute: `2026-12-01 09:00`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil().strftime("%Y-%m-%d %H:%M"))
    }
}

/// A date as letters print it: `2026年12月1日`.
#[must_use]
pub fn date_in_words(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `date` plus `months` calendar months, on the same day of the month or the last there is; the last representable date when beyond it.
#[must_use]
pub fn add_months(date: Date, months: i64) -> Date {
    date.saturating_add(jiff::Span::new().months(months))
}

/// `date` plus `days` calendar days; the last representable date when beyond it.
#[must_use]
pub fn add_days(date: Date, days: u32) -> Date {
    date.saturating_add(jiff::Span::new().days(i64::from(days)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_as_people_write_it_22() {
        let meant = Timestamp::parse_civil("2026-12-01 09:00").expect("a time");
        for text in [
            "2026-12-1 9:00",
            "2026/12/01 09:00:00",
            "2026-12-01T09:00",
            "2026年12月1日9时0分",
            "2026年12月1日 9点00分0秒",
            " 2026-12-01  9:0 ",
        ] {
            assert_eq!(Timestamp::typed(text), Some(meant), "{text}");
        }
        for text in
            ["", "2026-12-01", "26-12-01 09:00", "2026-13-01 09:00", "2026-12-01 24:00", "2026-12-01 09", "2026-12-01 09:00:00:00", "soon"]
        {
            assert_eq!(Timestamp::typed(text), None, "{text}");
        }
    }

    #[test]
    fn an_opening_time_is_read_and_shown_in_china_time() {
        let opens = Timestamp::parse_civil("2026-12-01 09:00").expect("a civil time");
        assert_eq!(opens, Timestamp::parse_civil("2026-12-01T09:00:00").expect("a civil time"));
        assert_eq!(opens.seconds(), 1_796_086_800);
        assert_eq!(opens.to_string(), "2026-12-01 09:00");
    }

    #[test]
    fn half_past_midnight_in_china_is_already_the_next_day() {
        let instant = Timestamp::from_micros(1_796_086_800 * Timestamp::SECOND).plus(-8 * Timestamp::HOUR - 30 * Timestamp::MINUTE);
        assert_eq!(instant.to_string(), "2026-12-01 00:30");
        assert_eq!(date_in_words(instant.date()), "2026年12月1日");
    }

    #[test]
    fn a_text_that_is_no_time_is_refused() {
        for text in ["", "2026-13-01 09:00", "tomorrow", "2026-12-01"] {
            assert_eq!(Timestamp::parse_civil(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        for text in ["2031-12-05", "2031-12-5", "2031/12/05", "2031.12.5", "2031年12月5日", "２０３１－１２－０５", " 2031 年 12 月 5 日 "]
        {
            assert_eq!(read_date(text), Some(Date::constant(2031, 12, 5)), "{text}");
        }
        for text in ["", "31-12-05", "2031-13-01", "2031-02-30", "20311205", "2031-12", "明天", "2031-12-05-01", "2031-1x-05"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
