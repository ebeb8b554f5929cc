//! Dates and times as banks write them: the year first, in digits, with or without separators.

use domain::time::Timestamp;
use jiff::civil::{Date, Time};
use unicode_normalization::UnicodeNormalization;

/// What a cell tells of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Day and time of day.
    Instant(Timestamp),
    Day(Date),
    TimeOfDay(Time),
}

/// Half of the day, where the clock has twelve hours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Before,
    After,
}

/// Day and time of day as an instant in China.
pub(super) fn at(day: Date, time: Time) -> Option<Timestamp> {
    Timestamp::from_civil(day.to_datetime(time))
}

/// Reads a cell; `None` when it is no instant, no day and no time of day.
pub(super) fn read(text: &str) -> Option<When> {
    let plain = spaced(text);
    if let Some(zoned) = zoned(&text.trim().replace(' ', "T")) {
        return Some(When::Instant(zoned));
    }
    let (half, plain) = half(&plain);
    let mut groups: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let separators: String = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
    if !separators.chars().all(|c| "-/.年月日时分秒:t, 星期周一二三四五六".contains(c)) {
        return None;
    }
    // A fraction of a second stands behind the last point or comma, or is the seventh number, and is passed over.
    let time_marked = plain.contains(':') || plain.contains('时');
    let fraction = plain.rsplit(':').next().is_some_and(|last| last.contains(['.', ',']));
    if time_marked && groups.len() > 3 && fraction || groups.len() == 7 {
        groups.pop();
    }
    let numbers = digits(&groups, half.is_some() || time_marked)?;
    match numbers[..] {
        [year, month, day] if year >= 1000 => Some(When::Day(date(year, month, day)?)),
        [year, month, day, ref time @ ..] if year >= 1000 => at(date(year, month, day)?, clock(time, half)?).map(When::Instant),
        ref time => clock(time, half).map(When::TimeOfDay),
    }
}

/// In small letters with plain digits; blanks stay, as they keep numbers apart.
fn spaced(text: &str) -> String {
    text.trim().nfkc().map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<String>().to_lowercase()
}

/// An instant that names its zone (`2026-11-21T14:05:00+08:00`, `…Z`).
fn zoned(text: &str) -> Option<Timestamp> {
    let stamp: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp::from_micros(stamp.as_microsecond()))
}

fn half(text: &str) -> (Option<Half>, String) {
    for (word, half) in [("上午", Half::Before), ("下午", Half::After), ("am", Half::Before), ("pm", Half::After)] {
        if text.contains(word) {
            return (Some(half), text.replace(word, ""));
        }
    }
    (None, text.to_owned())
}

/// The numbers of day and time, run-together ones taken apart: `20261121`, `20261121100000`, `100000`, `93005`.
fn digits(groups: &[&str], time_marked: bool) -> Option<Vec<i16>> {
    let mut numbers = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let padded = if index + 1 == groups.len() && matches!(group.len(), 5) { format!("{group:0>6}") } else { (*group).to_owned() };
        let widths: &[usize] = match (index, padded.len()) {
            (0, 14) => &[4, 2, 2, 2, 2, 2],
            (0, 12) => &[4, 2, 2, 2, 2],
            (0, 8) if !time_marked || groups.len() > 1 || index == 0 => &[4, 2, 2],
            (_, 6) => &[2, 2, 2],
            (_, 4) if index > 0 || (groups.len() == 1 && !time_marked) => &[2, 2],
            (_, 1..=4) => &[4],
            _ => return None,
        };
        let mut rest = padded.as_str();
        for width in widths {
            let (part, left) = rest.split_at_checked((*width).min(rest.len()))?;
            numbers.push(part.parse().ok()?);
            rest = left;
        }
    }
    Some(numbers)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    // A year before the platform's or far behind it is another number.
    (2000..=2100).contains(&year).then_some(())?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn clock(numbers: &[i16], half: Option<Half>) -> Option<Time> {
    let (hour, minute, second) = match *numbers {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Before) => hour % 12,
        Some(Half::After) => hour % 12 + 12,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}
