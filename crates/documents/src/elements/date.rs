//! Days.

use super::Text;
use jiff::civil::Date;

/// What says that the day behind it is the last.
const LABELS: [&str; 10] =
    ["有效期至", "有效期限至", "有效期截止", "有效期止", "到期日", "失效日", "届满日", "保险止期", "保函止期", "终止日期"];
/// What says that a term follows, whose last day stands behind 至, 到 or 止.
const TERMS: [&str; 6] = ["有效期", "保险期间", "保险期限", "保证期间", "担保期间", "担保期限"];
/// How far behind the words the day may begin.
const NEAR: usize = 12;
/// How far behind the words a term may reach.
const TERM: usize = 60;

/// A day that was read: where it begins and ends.
struct Day {
    start: usize,
    end: usize,
    date: Date,
}

/// Every day in the text.
pub(super) fn all(text: &Text) -> Vec<Date> {
    (0..text.len()).filter_map(|at| day(text, at)).map(|day| day.date).collect()
}

/// Every day that is said to be the last.
pub(super) fn labelled(text: &Text) -> Vec<Date> {
    let mut found = Vec::new();
    for label in LABELS {
        found.extend(behind(text, label).filter_map(|at| (at..at + NEAR).find_map(|at| day(text, at))).map(|day| day.date));
    }
    for term in TERMS {
        for at in behind(text, term) {
            // The term ends with the sentence.
            let stop = (at..at + TERM).find(|at| matches!(text.at(*at), Some('。' | ';') | None)).unwrap_or(at + TERM);
            let last = (at..stop).filter_map(|at| day(text, at)).find(|day| is_last(text, day));
            found.extend(last.map(|day| day.date));
        }
    }
    found
}

/// Where the words end, those of the bid's own validity (投标有效期) aside.
fn behind<'a>(text: &'a Text, words: &str) -> impl Iterator<Item = usize> + use<'a> {
    let wanted: Vec<char> = words.chars().collect();
    let places: Vec<usize> = text
        .find(&wanted)
        .filter(|place| !text.slice(place.start.saturating_sub(2)..place.start).ends_with("投标"))
        .map(|place| place.end)
        .collect();
    places.into_iter()
}

fn is_last(text: &Text, day: &Day) -> bool {
    let before = day.start.checked_sub(1).and_then(|at| text.at(at));
    matches!(before, Some('至' | '到' | '止' | '~' | '—')) || (before == Some('-') && day.start >= 2) || text.at(day.end) == Some('止')
}

/// The day that begins at `at` and is no part of a longer number.
fn day(text: &Text, at: usize) -> Option<Day> {
    let first = text.at(at)?;
    if first.is_ascii_digit() {
        let begins = !text.before(at).is_some_and(|character| character.is_ascii_alphanumeric() || character == '.');
        return if begins { figures(text, at) } else { None };
    }
    words(text, at)
}

fn figures(text: &Text, start: usize) -> Option<Day> {
    let mut at = start;
    let mut number = |most: usize, apart: bool| -> Option<i16> {
        let from = at;
        while at - from < most
            && let Some(digit) = if at == from && (apart || at == start) { text.at(at) } else { text.next(at) }
            && digit.is_ascii_digit()
        {
            at += 1;
        }
        let value = text.slice(from..at).parse().ok()?;
        at += 1;
        Some(value)
    };
    let year = number(4, false).filter(|year| *year >= 1000)?;
    let separator = text.at(start + 4)?;
    let apart = separator == '年';
    let month_at = start + 5;
    let month = number(2, apart)?;
    let second = at_separator(text, month_at)?;
    let last = number(2, apart)?;
    let mut end = at - 1;
    match (separator, second) {
        ('年', '月') => end += usize::from(matches!(text.at(end), Some('日' | '号'))),
        ('-', '-') | ('/', '/') | ('.', '.') => {
            // A time may follow directly: 2026-12-01T24:00.
            let next = text.next(end);
            let time = next == Some('T') && text.next(end + 1).is_some_and(|character| character.is_ascii_digit());
            if !time && next.is_some_and(|character| character.is_ascii_alphanumeric()) {
                return None;
            }
        }
        _ => return None,
    }
    if text.next(end).is_some_and(|character| character.is_ascii_digit()) && separator != '年' {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(last).ok()?).ok()?;
    Some(Day { start, end, date })
}

/// The first character behind a month that begins here.
fn at_separator(text: &Text, from: usize) -> Option<char> {
    (from..from + 3).filter_map(|at| text.at(at)).find(|character| !character.is_ascii_digit())
}

/// 二〇二六年十二月一日.
fn words(text: &Text, start: usize) -> Option<Day> {
    let digit = |at: usize| -> Option<i16> {
        let character = text.at(at)?;
        let of = |digits: &str| digits.chars().position(|known| known == character).and_then(|value| i16::try_from(value).ok());
        of("〇一二三四五六七八九").or_else(|| of("零壹贰叁肆伍陆柒捌玖")).or(matches!(character, '○' | 'O').then_some(0))
    };
    let mut year = 0;
    for at in start..start + 4 {
        year = year * 10 + digit(at)?;
    }
    let count = |from: usize, end: char| -> Option<(i8, usize)> {
        let (mut value, mut one, mut at) = (0, None, from);
        while at < from + 4 {
            match text.at(at)? {
                '十' | '拾' => value += one.take().unwrap_or(1) * 10,
                character if character == end => return Some((i8::try_from(value + one.unwrap_or(0)).ok()?, at + 1)),
                _ => one = Some(digit(at)?),
            }
            at += 1;
        }
        None
    };
    if text.at(start + 4) != Some('年') {
        return None;
    }
    let (month, at) = count(start + 5, '月')?;
    let (last, end) = count(at, '日')?;
    Some(Day { start, end, date: Date::new(year, month, last).ok()? })
}
