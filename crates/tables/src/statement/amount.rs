//! Amounts as banks write them.

use crate::text::folded;
use domain::money::Cny;

/// An amount with its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) amount: Cny,
    pub(super) sign: Sign,
}

/// How an amount is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Without a sign.
    None,
    Plus,
    /// A minus before or behind, or brackets around.
    Minus,
}

/// Currency words of the renminbi, as they stand before or behind an amount.
const RENMINBI: [&str; 6] = ["人民币", "cny", "rmb", "元", "¥", "￥"];
/// Currency codes and words of the renminbi in a column of their own (156 is its number in ISO 4217).
const CURRENCIES: [&str; 9] = ["人民币", "人民币元", "cny", "rmb", "元", "¥", "156", "01", "人民币(cny)"];

/// Whether a currency column says renminbi, or nothing.
pub(super) fn is_renminbi(text: &str) -> bool {
    let text = folded(text);
    text.is_empty() || CURRENCIES.contains(&text.as_str())
}

/// The amount in yuan; `None` for an empty cell or a dash.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn read(text: &str) -> Result<Option<Signed>, String> {
    let mut rest = folded(text);
    if rest.is_empty() || rest.chars().all(|c| matches!(c, '-' | '—' | '–' | '−' | '/' | '.')) {
        return Ok(None);
    }
    let mut sign = Sign::None;
    let mut set = |found: Sign| {
        if sign == Sign::None {
            sign = found;
            Ok(())
        } else {
            Err(format!("金额“{text}”的正负号有误"))
        }
    };
    loop {
        let before = rest.len();
        for word in RENMINBI {
            rest = rest.strip_prefix(word).unwrap_or(&rest).to_owned();
            rest = rest.strip_suffix(word).unwrap_or(&rest).to_owned();
        }
        let minus = ['-', '−', '–', '—', '\u{2010}', '\u{2011}', '\u{fe63}'];
        if let Some(inner) = rest.strip_prefix(minus).or_else(|| rest.strip_suffix(minus)) {
            set(Sign::Minus)?;
            rest = inner.to_owned();
        } else if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            set(Sign::Minus)?;
            rest = inner.to_owned();
        } else if let Some(inner) = rest.strip_prefix('+') {
            set(Sign::Plus)?;
            rest = inner.to_owned();
        }
        if rest.len() == before {
            break;
        }
    }
    let grouped = rest.replace(['，', '\'', '’'], ",");
    let amount = Cny::parse_yuan(&grouped).map_err(|error| format!("金额“{text}”：{error}"))?;
    Ok((amount != Cny::ZERO).then_some(Signed { amount, sign }))
}

/// A balance, which may be below zero, in fen.
pub(super) fn balance(text: &str) -> Option<i64> {
    match read(text) {
        Ok(Some(Signed { amount, sign: Sign::Minus })) => Some(-amount.fen()),
        Ok(Some(Signed { amount, sign: Sign::None | Sign::Plus })) => Some(amount.fen()),
        Ok(None) => (!folded(text).is_empty() && text.contains('0')).then_some(0),
        Err(_) => None,
    }
}
