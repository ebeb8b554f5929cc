//! Sums of money in yuan, in figures and in characters.

use super::Text;
use super::numeral::{Numeral, numeral, sum as of_numerals, whole};

/// What says that the sum behind it is the guaranteed one.
const LABELS: [&str; 20] = [
    "担保金额",
    "担保的金额",
    "保函金额",
    "保函总金额",
    "保险金额",
    "保证金额",
    "保证的金额",
    "担保限额",
    "保证限额",
    "赔偿限额",
    "责任限额",
    "赔付限额",
    "最高限额",
    "最高金额",
    "最高担保额",
    "最高保证额",
    "担保总额",
    "保险限额",
    "担保额度",
    "保函额度",
];
/// What may stand between the words and the sum; longest first.
const BETWEEN: [&str; 32] = [
    "不超过",
    "最高",
    "合计",
    "共计",
    "总计",
    "总额",
    "限额",
    "人民币",
    "币种",
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
    "整",
    "正",
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
    "、",
];
/// The same, where the sum behind it is in ten thousands.
const MYRIADS: [&str; 2] = ["万元", "萬元"];
/// Most words between.
const BETWEEN_MAX: usize = 12;
/// Most forms in which a sum is written one behind the other.
const FORMS_MAX: usize = 3;
/// Other money, before or behind a sum: it is none in yuan then.
const FOREIGN: [&str; 52] = [
    "美元",
    "美金",
    "港元",
    "港币",
    "港幣",
    "欧元",
    "歐元",
    "日元",
    "日圆",
    "日币",
    "英镑",
    "韩元",
    "韩币",
    "卢布",
    "澳元",
    "澳币",
    "加元",
    "加币",
    "纽元",
    "新元",
    "新币",
    "新加坡元",
    "台币",
    "新台币",
    "台幣",
    "澳门元",
    "澳门币",
    "法郎",
    "坚戈",
    "卢比",
    "泰铢",
    "越南盾",
    "林吉特",
    "里拉",
    "比索",
    "USD",
    "HKD",
    "EUR",
    "JPY",
    "GBP",
    "KRW",
    "RUB",
    "AUD",
    "CAD",
    "SGD",
    "TWD",
    "CHF",
    "KZT",
    "$",
    "€",
    "£",
    "₽",
];
/// What is counted or measured, and is no money.
const MEASURES: [&str; 21] = [
    "平方", "公里", "千米", "米", "公顷", "亩", "吨", "千克", "公斤", "千瓦", "兆瓦", "立方", "个", "份", "台", "套", "株", "倍", "小时",
    "分钟", "天",
];
/// What shows that figures were no number of yuan: a date, a share. It may stand apart.
const OTHERWISE: &str = "年月日号%‰";
/// What shows that figures go on in a way that is not read.
const GOES_ON: &str = "万亿千百十仟佰拾";

/// A sum that was read: where it ends, and what it is in fen; nothing for what is none in yuan.
struct Sum {
    end: usize,
    fen: Option<i64>,
}

/// Every sum, in fen.
pub(super) fn all(text: &Text) -> Vec<i64> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        match sum(text, at, false) {
            Some(sum) => {
                found.extend(sum.fen);
                at = sum.end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found.extend(labelled(text).into_iter().filter_map(|(fen, _)| fen));
    found
}

/// Every sum that is said to be the guaranteed one, in fen, and as it is written; a sum that cannot be read, or is of other money, is none.
pub(super) fn labelled(text: &Text) -> Vec<(Option<i64>, String)> {
    let mut found = Vec::new();
    for label in LABELS {
        for place in text.places(label) {
            forms(text, place.end, &mut found);
        }
    }
    found
}

/// The sum behind a label, in each form it is written in: 壹万元整（¥10,000.00）.
fn forms(text: &Text, from: usize, found: &mut Vec<(Option<i64>, String)>) {
    let mut end = from;
    for form in 0..FORMS_MAX {
        let (start, myriads) = skip(text, end);
        let set_apart = || matches!(text.at(end), Some('(' | '整' | '正' | '元')) && text.slice(end..start).contains(['(', '¥', '写']);
        if form > 0 && (start == end || !set_apart()) {
            return;
        }
        let Some(sum) = money(text, start, myriads) else { return };
        found.push((sum.fen, text.slice(start..sum.end)));
        end = sum.end;
    }
}

/// Past what may stand before a sum, and whether that says that it is in ten thousands.
fn skip(text: &Text, from: usize) -> (usize, bool) {
    let (mut at, mut myriads) = (from, false);
    for _ in 0..BETWEEN_MAX {
        let many = MYRIADS.iter().find(|word| text.has(at, word));
        let Some(word) = many.or_else(|| BETWEEN.iter().find(|word| text.has(at, word))) else { break };
        myriads |= many.is_some();
        at += word.chars().count();
    }
    (at, myriads)
}

/// The sum that begins at `at`, where one is expected, in ten thousands if that was said: what looks like one and cannot be read is told as such.
fn money(text: &Text, at: usize, myriads: bool) -> Option<Sum> {
    if let Some(word) = foreign(text, at) {
        let (behind, _) = skip(text, at + word);
        let end = sum(text, behind, false).map_or(behind, |sum| sum.end);
        return Some(Sum { end, fen: None });
    }
    if text.at(at)?.is_ascii_digit() {
        let is_money = |sum: &Sum| sum.fen.is_some() || foreign(text, sum.end).is_some() || !is_otherwise(text, sum.end);
        return sum(text, at, myriads).filter(is_money);
    }
    let (numerals, end) = run(text, at);
    let read = of_numerals(&numerals);
    // 第一项, 三份, 三分之一: no number of money.
    let has_unit = numerals.iter().any(|numeral| matches!(numeral, Numeral::Yuan | Numeral::Myriad | Numeral::Yi | Numeral::Jiao));
    let rounded = numerals.len() > 1 && matches!(text.at(end), Some('整' | '正'));
    if !(has_unit || rounded || read.is_some()) || is_otherwise(text, end) || text.at(end) == Some('之') {
        return None;
    }
    // Where a sum of money is expected, 贰拾万 is one in yuan.
    let fen = read.or_else(|| whole(&numerals)?.checked_mul(100)).filter(|_| foreign(text, end).is_none());
    Some(Sum { end, fen })
}

/// The sum that begins at `at`; figures without a unit are of yuan, or of `myriads` of them.
fn sum(text: &Text, at: usize, myriads: bool) -> Option<Sum> {
    let first = text.at(at)?;
    if first.is_ascii_digit() {
        return text.begins(at).then(|| figures(text, at, myriads));
    }
    let Some(Numeral::Digit(_) | Numeral::Unit(10)) = numeral(first) else { return None };
    // Within a longer number nothing begins, but behind a sum a second may.
    let before = at.checked_sub(1).and_then(|before| text.at(before)).and_then(numeral);
    if before.is_some_and(|before| !matches!(before, Numeral::Yuan | Numeral::Jiao | Numeral::Fen)) {
        return None;
    }
    let (numerals, end) = run(text, at);
    let fen = of_numerals(&numerals)?;
    let other = foreign(text, end).is_some() || is_foreign_before(text, at);
    Some(Sum { end, fen: Some(fen).filter(|_| !other) })
}

/// The characters of a number that begins at `at`, and where they end. Behind 元 only so many 角 and 分 go on: 壹万元三日内.
fn run(text: &Text, at: usize) -> (Vec<Numeral>, usize) {
    let mut numerals: Vec<Numeral> = (at..text.len()).map_while(|at| numeral(text.at(at)?)).collect();
    if let Some(yuan) = numerals.iter().position(|numeral| *numeral == Numeral::Yuan) {
        let mut length = yuan + 1;
        loop {
            let zeros = numerals.iter().skip(length).take_while(|numeral| **numeral == Numeral::Digit(0)).count();
            match numerals.get(length + zeros..length + zeros + 2) {
                Some([Numeral::Digit(_), Numeral::Jiao | Numeral::Fen]) => length += zeros + 2,
                _ => break,
            }
        }
        numerals.truncate(length);
    }
    let end = at + numerals.len();
    (numerals, end)
}

/// Whether what ended here was no number of money.
fn is_otherwise(text: &Text, at: usize) -> bool {
    text.at(at).is_some_and(|character| OTHERWISE.contains(character)) || is_counted(text, at)
}

/// How long the name of other money is that stands here.
fn foreign(text: &Text, at: usize) -> Option<usize> {
    FOREIGN.iter().filter(|word| text.has(at, word)).map(|word| word.chars().count()).max()
}

fn is_foreign_before(text: &Text, at: usize) -> bool {
    FOREIGN.iter().any(|word| text.ends_with(at, word))
}

/// Whether a measure stands directly here; one that stands apart is the beginning of something else.
fn is_counted(text: &Text, at: usize) -> bool {
    text.next(at).is_some() && MEASURES.iter().any(|word| text.has(at, word))
}

/// Figures: digits, groups of three set apart by commas, a point, and 万 or 亿. What goes on otherwise, is counted or is other money is no sum.
fn figures(text: &Text, start: usize, myriads: bool) -> Sum {
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
        Some('万' | '萬') => (6, 1),
        Some('亿' | '億') => (10, 1),
        character if myriads && character != Some('元') => (6, 0),
        _ => (2, 0),
    };
    let end = at + unit;
    let goes_on = text.at(end).is_some_and(|character| GOES_ON.contains(character)) || !text.ends(at) || is_otherwise(text, end);
    let other = foreign(text, end).is_some() || is_foreign_before(text, start);
    let fen = (!goes_on && !other).then(|| fen(&whole, &parts, places)).flatten();
    Sum { end, fen }
}

/// `whole.parts` times 10 to the power of `places`.
fn fen(whole: &str, parts: &str, places: usize) -> Option<i64> {
    let parts = parts.trim_end_matches('0');
    (parts.len() <= places).then(|| format!("{whole}{parts:0<places$}").parse().ok()).flatten()
}
