//! Sums of money, in figures and in capitals.

use super::Text;

/// What says that the sum behind it is the guaranteed one.
const LABELS: [&str; 12] = [
    "担保金额",
    "保函金额",
    "保险金额",
    "保证金额",
    "担保限额",
    "保证限额",
    "赔偿限额",
    "责任限额",
    "最高限额",
    "担保总额",
    "保险限额",
    "担保额度",
];
/// What may stand between the words and the sum; longest first.
const BETWEEN: [&str; 26] = [
    "不超过",
    "最高",
    "合计",
    "共计",
    "总计",
    "人民币",
    "大写",
    "小写",
    "金额",
    "RMB",
    "CNY",
    "单位",
    "即",
    "计",
    "为",
    "是",
    "元",
    ":",
    "(",
    ")",
    "¥",
    "￥",
    ",",
    "|",
    "[",
    "]",
];
/// Most words between.
const BETWEEN_MAX: usize = 12;
const CAPITALS: &str = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆圓角分";

/// A sum that was read: where it ends, and what it is in fen.
struct Sum {
    end: usize,
    fen: Option<i64>,
}

/// Every sum, in fen.
pub(super) fn all(text: &Text) -> Vec<i64> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        match sum(text, at) {
            Some(sum) => {
                found.extend(sum.fen);
                at = sum.end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Every sum that is said to be the guaranteed one, in fen, and as it is written; a sum that cannot be read is none.
pub(super) fn labelled(text: &Text) -> Vec<(Option<i64>, String)> {
    let mut found = Vec::new();
    for label in LABELS {
        let label: Vec<char> = label.chars().collect();
        for place in text.find(&label) {
            let start = skip(text, place.end);
            let Some(first) = sum(text, start) else { continue };
            found.push((first.fen, text.slice(start..first.end)));
            // 壹万元整（¥10,000.00），¥10,000.00（壹万元整）: the other form says the same.
            let next = skip(text, first.end);
            if matches!(text.at(first.end), Some('(' | '整' | '正' | '元'))
                && next > first.end
                && let Some(second) = sum(text, next)
                && text.slice(first.end..next).contains(['(', '¥', '写'])
            {
                found.push((second.fen, text.slice(next..second.end)));
            }
        }
    }
    found
}

/// Past what may stand before a sum.
fn skip(text: &Text, from: usize) -> usize {
    let mut at = from;
    for _ in 0..BETWEEN_MAX {
        let word = BETWEEN
            .iter()
            .chain(&["整", "正"])
            .find(|word| word.chars().enumerate().all(|(index, wanted)| text.at(at + index) == Some(wanted)));
        match word {
            Some(word) => at += word.chars().count(),
            None => break,
        }
    }
    at
}

/// The sum that begins at `at`.
fn sum(text: &Text, at: usize) -> Option<Sum> {
    let first = text.at(at)?;
    if first.is_ascii_digit() {
        return text.begins(at).then(|| figures(text, at));
    }
    let is_capital = |index: usize| text.at(index).is_some_and(|character| CAPITALS.contains(character));
    if !is_capital(at)
        || (at > 0 && is_capital(at - 1) && !text.at(at - 1).is_some_and(|character| "元圆圓".contains(character)))
        || "元圆圓角分万亿".contains(first)
    {
        return None;
    }
    let end = (at..text.len()).find(|index| !is_capital(*index)).unwrap_or(text.len());
    capitals(&text.slice(at..end)).map(|fen| Sum { end, fen: Some(fen) })
}

/// Figures: digits, groups of three set apart by commas, a point, and 万 or 亿. What goes on otherwise is no sum.
fn figures(text: &Text, start: usize) -> Sum {
    let digit = |index: usize| text.next(index).is_some_and(|character| character.is_ascii_digit());
    let mut whole = String::from_iter(text.at(start));
    let mut at = start + 1;
    loop {
        let group = text.next(at) == Some(',') && (1..=3).all(|ahead| digit(at + ahead)) && !digit(at + 4);
        if digit(at) {
            whole.extend(text.at(at));
            at += 1;
        } else if group {
            at += 1;
        } else {
            break;
        }
    }
    let mut parts = String::new();
    if text.next(at) == Some('.') && digit(at + 1) {
        at += 1;
        while digit(at) {
            parts.extend(text.at(at));
            at += 1;
        }
    }
    // A unit may stand apart.
    let (places, unit) = match text.at(at) {
        Some('万') => (6, 1),
        Some('亿') => (10, 1),
        _ => (2, 0),
    };
    let goes_on =
        matches!(text.at(at + unit), Some('万' | '亿' | '千' | '百' | '十' | '仟' | '佰' | '拾' | '年' | '月' | '日' | '号' | '天'))
            || !text.ends(at)
            || text.next(at) == Some('%');
    let fen = (!goes_on).then(|| fen(&whole, &parts, places)).flatten();
    Sum { end: at + unit, fen }
}

/// `whole.parts` times 10 to the power of `places`.
fn fen(whole: &str, parts: &str, places: usize) -> Option<i64> {
    let parts = parts.trim_end_matches('0');
    (parts.len() <= places).then(|| format!("{whole}{parts:0<places$}").parse().ok()).flatten()
}

/// A sum in capitals, in fen.
fn capitals(text: &str) -> Option<i64> {
    let text = text.replace(['圆', '圓'], "元");
    let (yuan, rest) = match text.split_once('元') {
        Some((yuan, rest)) => (whole(yuan)?, rest),
        None if text.ends_with(['角', '分']) => (0, text.as_str()),
        None => return None,
    };
    let mut fen = yuan.checked_mul(100)?;
    let mut digit = None;
    for character in rest.chars() {
        match (character, digit) {
            ('零' | '〇', _) => {}
            ('角', Some(value)) => (fen, digit) = (fen.checked_add(value * 10)?, None),
            ('分', Some(value)) => (fen, digit) = (fen.checked_add(value)?, None),
            (character, None) => digit = Some(of_digit(character)?),
            (_, Some(_)) => return None,
        }
    }
    digit.is_none().then_some(fen)
}

fn of_digit(character: char) -> Option<i64> {
    let at = "零壹贰叁肆伍陆柒捌玖".chars().position(|known| known == character)?;
    i64::try_from(at).ok()
}

/// A whole number in capitals.
fn whole(text: &str) -> Option<i64> {
    let (mut total, mut group, mut digit) = (0_i64, 0_i64, None);
    for character in text.chars() {
        match character {
            '零' | '〇' => {}
            '拾' => group = group.checked_add(digit.take().unwrap_or(1) * 10)?,
            '佰' => group = group.checked_add(digit.take()? * 100)?,
            '仟' => group = group.checked_add(digit.take()? * 1000)?,
            '万' => {
                total = total.checked_add((group + digit.take().unwrap_or(0)).checked_mul(10_000)?)?;
                group = 0;
            }
            '亿' => {
                total = total.checked_add(group + digit.take().unwrap_or(0))?.checked_mul(100_000_000)?;
                group = 0;
            }
            other if digit.is_none() => digit = Some(of_digit(other)?),
            _ => return None,
        }
    }
    (!text.is_empty()).then_some(total.checked_add(group)?.checked_add(digit.unwrap_or(0))?)
}
