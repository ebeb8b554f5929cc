//! Days: those that stand in a text, and those that it says are the last.

use super::Text;
use super::numeral::{Numeral, digit, numeral};
use jiff::civil::Date;

/// What says that the day behind it is the last.
const LABELS: [&str; 14] = [
    "有效期至",
    "有效期限至",
    "有效期截止",
    "有效期止",
    "有效至",
    "到期日",
    "失效日",
    "届满日",
    "终止日",
    "失效时间",
    "到期时间",
    "保险止期",
    "保函止期",
    "截至日期",
];
/// What says that a term follows, whose last day stands behind 至, 到 or 止.
const TERMS: [&str; 6] = ["有效期", "保险期间", "保险期限", "保证期间", "担保期间", "担保期限"];
/// What says behind a day that it is the last.
const ENDINGS: [&str; 13] =
    ["自动失效", "自动终止", "失效", "届满", "到期", "期满", "终止", "为止", "止", "前有效", "之前有效", "以前有效", "前保持有效"];
/// What makes the name of something else of such a word: 失效日期, 终止时间.
const NAMES: [char; 4] = ['期', '日', '时', '至'];
/// What may stand between a day and that, besides what is in brackets.
const BESIDE: [&str; 7] = ["二十四时", "二十四点", "当日", "当天", "以后", "之后", "后"];
/// And the time of day in figures.
const TIME: &str = "0123456789:时点分秒整";
/// The day's beginning: what ends then had its last day before.
const MIDNIGHT: [&str; 5] = ["零时", "零点", "00:00", "0时", "0点"];
/// What a clause is about whose end is the letter's.
const LETTER: [&str; 12] =
    ["保函", "保单", "保险单", "保险合同", "担保书", "本函", "担保责任", "保证责任", "保险责任", "付款责任", "担保期间", "保证期间"];
/// What a clause is about whose end is another: the bid's own validity, the contract's term.
const OTHER: [&str; 6] = ["投标有效", "报价有效", "工期", "主合同", "施工合同", "采购合同"];
/// How far behind the words the day may begin.
const NEAR: usize = 12;
/// How far behind the words a term may reach, and how far before a day its clause is looked at.
const TERM: usize = 60;

/// A day that was read: where it begins and ends.
struct Day {
    start: usize,
    end: usize,
    date: Date,
}

/// A last day as it is written, and what it is; nothing when it cannot be read.
pub(super) struct Last {
    pub(super) date: Option<Date>,
    pub(super) written: String,
}

/// Every day in the text that is not said to be the last of something else.
pub(super) fn all(text: &Text) -> Vec<Date> {
    let days = (0..text.len()).filter_map(|at| day(text, at));
    days.filter(|day| !is_of_another(text, day.start)).map(|day| day.date).collect()
}

/// Every day that is said to be the last.
pub(super) fn labelled(text: &Text) -> Vec<Last> {
    let mut found = Vec::new();
    for label in LABELS {
        for at in behind(text, label) {
            let near = (at..at + NEAR).take_while(|at| !ends_clause(text, *at)).find_map(|at| day(text, at));
            match near {
                Some(day) => found.push(last(text, &day)),
                None => found.extend(other(text, at)),
            }
        }
    }
    for term in TERMS {
        for at in behind(text, term) {
            // The term ends with the sentence.
            let stop = (at..at + TERM).find(|at| matches!(text.at(*at), Some('。' | ';') | None)).unwrap_or(at + TERM);
            let end = (at..stop).filter_map(|at| day(text, at)).find(|day| is_last(text, day));
            found.extend(end.map(|day| last(text, &day)));
        }
    }
    let days = (0..text.len()).filter_map(|at| day(text, at));
    let said = days.filter(|day| is_ended(text, day.end) && is_of_the_letter(text, day.start));
    found.extend(said.map(|day| last(text, &day)));
    found
}

/// The last day that a day is the end of: at its midnight, or when something is void from it on, the day before.
fn last(text: &Text, day: &Day) -> Last {
    let written = text.slice(day.start..day.end);
    let midnight = MIDNIGHT.iter().find(|word| text.has(day.end, word) || (text.at(day.end) == Some('T') && text.has(day.end + 1, word)));
    let behind = day.end + midnight.map_or(0, |word| word.chars().count());
    let from_then_on =
        text.at(behind) == Some('起') && ["失效", "自动失效", "终止", "自动终止"].iter().any(|word| text.has(behind + 1, word));
    let before = midnight.is_some() || from_then_on;
    let date = if before { day.date.yesterday().ok() } else { Some(day.date) };
    Last { date, written: if before { format!("{written}{}", midnight.unwrap_or(&"起失效")) } else { written } }
}

/// What looks like a day behind a label and is written in another way: 20261130, or cannot be read: 2026年11月底.
fn other(text: &Text, at: usize) -> Option<Last> {
    let start = (at..at + 3).find(|at| !matches!(text.at(*at), Some(':' | '为' | '是' | '(' | ')' | '|')))?;
    let digits =
        (start..start + 8).take_while(|at| text.at(*at).is_some_and(|character| character.is_ascii_digit() || digit(character).is_some()));
    let count = digits.count();
    let packed = text.slice(start..start + 8);
    if count == 8
        && let Ok(date) = Date::strptime("%Y%m%d", &packed)
    {
        return Some(Last { date: Some(date), written: packed });
    }
    let is_year = text.at(start + count) == Some('年') || (count == 4 && matches!(text.at(start + 4), Some('-' | '/' | '.')));
    let end = (start..text.len()).find(|at| ends_clause(text, *at)).unwrap_or(text.len()).min(start + NEAR);
    (matches!(count, 2 | 4) && is_year).then(|| Last { date: None, written: text.slice(start..end) })
}

fn ends_clause(text: &Text, at: usize) -> bool {
    matches!(text.at(at), Some('。' | ';' | ',' | '、') | None)
}

/// Where the words end, those of another's validity (投标有效期) aside.
fn behind(text: &Text, words: &str) -> Vec<usize> {
    let own = |start: usize| !["投标", "报价"].iter().any(|other| text.ends_with(start, other));
    text.places(words).into_iter().filter(|place| own(place.start)).map(|place| place.end).collect()
}

/// The clause before a place: up to the mark of punctuation before it.
fn clause(text: &Text, at: usize, marks: &[char]) -> String {
    let from = (at.saturating_sub(TERM)..at).rev().find(|at| text.at(*at).is_some_and(|character| marks.contains(&character)));
    text.slice(from.map_or(at.saturating_sub(TERM), |from| from + 1)..at)
}

fn is_of_another(text: &Text, at: usize) -> bool {
    let clause = clause(text, at, &['。', ';', ',']);
    OTHER.iter().any(|words| clause.contains(words))
}

fn is_of_the_letter(text: &Text, at: usize) -> bool {
    let sentence = clause(text, at, &['。', ';']);
    !is_of_another(text, at) && LETTER.iter().any(|words| sentence.contains(words))
}

/// Whether behind a day that ends here it is said to be the last.
fn is_ended(text: &Text, end: usize) -> bool {
    let mut at = end;
    loop {
        if text.at(at) == Some('(') {
            let Some(closed) = (at..at + NEAR).find(|at| text.at(*at) == Some(')')) else { return false };
            at = closed + 1;
        } else if let Some(word) = MIDNIGHT.iter().chain(&BESIDE).find(|word| text.has(at, word)) {
            at += word.chars().count();
        } else if text.at(at).is_some_and(|character| TIME.contains(character)) {
            at += 1;
        } else {
            break;
        }
    }
    let from_then_on = text.at(at) == Some('起');
    let behind = at + usize::from(from_then_on);
    let is_name = |word: &str| text.at(behind + word.chars().count()).is_some_and(|character| NAMES.contains(&character));
    ENDINGS.iter().any(|word| text.has(behind, word) && !is_name(word))
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
        return if begins { figures(text, at).or_else(|| mixed(text, at)) } else { None };
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

/// 2026年十二月一日.
fn mixed(text: &Text, start: usize) -> Option<Day> {
    text.slice(start..start + 4).parse().ok().filter(|year| *year >= 1000).and_then(|year| month_and_day(text, start, year))
}

/// 二〇二六年十二月一日.
fn words(text: &Text, start: usize) -> Option<Day> {
    let mut year = 0;
    for at in start..start + 4 {
        let digit = match text.at(at)? {
            'O' => 0,
            character => digit(character)?,
        };
        year = year * 10 + i16::try_from(digit).ok()?;
    }
    month_and_day(text, start, year)
}

/// Month and day in characters, behind a year of four.
fn month_and_day(text: &Text, start: usize, year: i16) -> Option<Day> {
    let count = |from: usize, ends: &[char]| -> Option<(i8, usize)> {
        let (mut value, mut one, mut at) = (0, None, from);
        while at < from + 4 {
            let character = text.at(at)?;
            match numeral(character) {
                Some(Numeral::Unit(10)) => value += one.take().unwrap_or(1) * 10,
                Some(Numeral::Digit(digit)) => one = Some(digit),
                _ if ends.contains(&character) => return Some((i8::try_from(value + one.unwrap_or(0)).ok()?, at + 1)),
                _ => return None,
            }
            at += 1;
        }
        None
    };
    if text.at(start + 4) != Some('年') {
        return None;
    }
    let (month, at) = count(start + 5, &['月'])?;
    let (last, end) = count(at, &['日', '号'])?;
    Some(Day { start, end, date: Date::new(year, month, last).ok()? })
}
