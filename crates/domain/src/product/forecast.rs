//! Whether a letter comes in time (来得及 / 可能来不及 / 来不及), and why: by what the institution did lately, or else by what it promises.

use super::Quote;
use crate::lot::Subject;
use crate::report::turnaround::{COUNT_MIN, Turnaround, WEEKS};
use crate::time::hours::{CLOSES, OPENS};
use crate::time::{Timestamp, WorkCalendar};

/// Whether a letter that is paid for now is out before the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timeliness {
    /// 来得及.
    InTime,
    /// 可能来不及.
    Unsure,
    /// 来不及.
    TooLate,
}

impl Timeliness {
    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::InTime => "来得及",
            Self::Unsure => "可能来不及",
            Self::TooLate => "来不及",
        }
    }
}

/// What it is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// What the institution did lately: by when half of its letters would be out, and nine of ten.
    Done { done: Turnaround, half_by: Timestamp, most_by: Timestamp },
    /// What it promises, as too few of its letters count.
    Promised(Timestamp),
    /// The calendar does not reach that far.
    Unknown,
}

/// When a letter is likely to be out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Whether that is in time.
    pub timeliness: Timeliness,
    automatic: bool,
    opens_at: Timestamp,
    basis: Basis,
}

/// Foretells what comes of a quote that is paid at `now`. `done` is what the institution took lately for letters that came about alike.
#[must_use]
pub fn forecast(quote: &Quote, done: Option<Turnaround>, opens_at: Timestamp, now: Timestamp, calendar: &WorkCalendar) -> Forecast {
    let after = |minutes: u32| {
        if quote.automatic {
            Some(now.plus(i64::from(minutes) * Timestamp::MINUTE))
        } else {
            calendar.once_worked(now, minutes).ok().flatten()
        }
    };
    let did = done.and_then(|done| Some(Basis::Done { done, half_by: after(done.median)?, most_by: after(done.p90)? }));
    let basis = did.unwrap_or_else(|| quote.expected_at.map_or(Basis::Unknown, Basis::Promised));
    let timeliness = match basis {
        Basis::Done { most_by, .. } if most_by < opens_at => Timeliness::InTime,
        Basis::Done { half_by, .. } if half_by >= opens_at => Timeliness::TooLate,
        Basis::Promised(by) if by < opens_at => Timeliness::InTime,
        Basis::Done { .. } | Basis::Promised(_) | Basis::Unknown => Timeliness::Unsure,
    };
    Forecast { timeliness, automatic: quote.automatic, opens_at, basis }
}

/// So many minutes in words.
fn span(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{} 分钟", minutes.max(1)),
        (hours, 0) => format!("{hours} 小时"),
        (hours, minutes) => format!("{hours} 小时 {minutes} 分"),
    }
}

impl Forecast {
    /// When it is likely to be out; `None` where nobody knows. What offers are ordered by.
    #[must_use]
    pub const fn likely_at(&self) -> Option<Timestamp> {
        match self.basis {
            Basis::Done { most_by, .. } => Some(most_by),
            Basis::Promised(by) => Some(by),
            Basis::Unknown => None,
        }
    }

    /// Why it is judged so, in a sentence.
    #[must_use]
    pub fn reason(&self, subject: Subject) -> String {
        let closing = subject.words().closing;
        let hours = if self.automatic { String::new() } else { format!("工作时间（工作日 {OPENS}:00–{CLOSES}:00）") };
        let against = |by: Timestamp| if by < self.opens_at { format!("早于{closing}") } else { format!("不早于{closing}") };
        match self.basis {
            Basis::Done { done, half_by, most_by } => format!(
                "近 {WEEKS} 周的 {} 份，一半在到账后{hours} {}内、九成在 {}内出函；现在付款，按一半计 {half_by}，{}，按九成计 {most_by}，{}",
                done.letters,
                span(done.median),
                span(done.p90),
                against(half_by),
                against(most_by)
            ),
            Basis::Promised(by) => format!("近 {WEEKS} 周可统计的不足 {COUNT_MIN} 份，按机构承诺最迟 {by} 出函，{}", against(by)),
            Basis::Unknown => "届时的工作日历尚未公布，无法预计，请向机构咨询".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Cny;
    use crate::time::YearTable;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_civil(text).expect("a time")
    }

    fn told(automatic: bool, done: Option<(u32, u32)>, promised: Option<&str>, opens_at: &str) -> Forecast {
        let mut calendar = WorkCalendar::default();
        calendar.insert(2026, YearTable::default()).expect("an empty table");
        let quote = Quote { fee: Cny::ZERO, expected_at: promised.map(at), automatic };
        let done = done.map(|(median, p90)| Turnaround { letters: 5, median, p90 });
        // A Friday afternoon.
        forecast(&quote, done, at(opens_at), at("2026-11-20 17:00"), &calendar)
    }

    #[test]
    fn what_was_done_lately_decides_and_the_promise_only_where_too_little_was_done() {
        let monday = "2026-11-23 10:00";
        assert_eq!(told(false, Some((60, 110)), None, monday).timeliness, Timeliness::InTime);
        assert_eq!(told(false, Some((60, 120)), Some("2026-11-20 18:00"), monday).timeliness, Timeliness::Unsure, "nine of ten are not");
        assert_eq!(told(false, Some((120, 130)), Some("2026-11-20 18:00"), monday).timeliness, Timeliness::TooLate);
        assert_eq!(told(true, Some((120, 130)), None, monday).timeliness, Timeliness::InTime, "what needs nobody knows no weekend");
        assert_eq!(told(false, None, Some("2026-11-23 09:59"), monday).timeliness, Timeliness::InTime);
        assert_eq!(told(false, None, Some(monday), monday).timeliness, Timeliness::Unsure);
        assert_eq!(told(false, None, None, monday).timeliness, Timeliness::Unsure);
    }

    #[test]
    fn the_reason_names_what_was_counted_the_hours_and_the_deadline() {
        let reason = told(false, Some((60, 130)), None, "2026-11-23 10:00").reason(Subject::Lot);
        for part in ["近 8 周的 5 份", "工作日 9:00–18:00", "1 小时内", "2 小时 10 分内", "早于开标", "不早于开标"]
        {
            assert!(reason.contains(part), "{part}: {reason}");
        }
        let promised = told(true, None, Some("2026-11-20 17:00"), "2026-11-23 10:00").reason(Subject::AuctionItem);
        assert!(promised.contains("不足 5 份") && promised.contains("按机构承诺") && promised.ends_with("早于截止"), "{promised}");
    }
}
