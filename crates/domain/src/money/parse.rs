use super::Cny;
use crate::text::sought;
use std::fmt;

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Nothing was typed.
    Empty,
    /// Not digits with at most the allowed decimals.
    NotANumber,
    /// A comma that does not stand before three digits.
    Grouping,
    /// More decimals than the unit has.
    TooPrecise,
    /// Negative, or above [`Cny::MAX_FEN`].
    OutOfRange,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "请填写金额",
            Self::NotANumber => "金额只能包含数字和小数点",
            Self::Grouping => "金额中的逗号位置不对，逗号只能作千位分隔（如 50,000.00），请核对后重新填写",
            Self::TooPrecise => "金额小数位过多，最小单位为分",
            Self::OutOfRange => "金额超出允许范围（0 至 1000 亿元）",
        })
    }
}

impl std::error::Error for AmountError {}

impl Cny {
    /// Reads an amount in yuan (元): `30000`, `30,000.00`, full-width too; commas part thousands and nothing else, as `50,00.00` may be five thousand or
    /// fifty. At most six decimals, of which all beyond the second are
    /// zero, as provincial feeds write them (FD-4).
    ///
    /// # Errors
    /// See [`AmountError`].
    pub fn parse_yuan(text: &str) -> Result<Self, AmountError> {
        scaled(text, 2)
    }

    /// Reads an amount in ten thousands of yuan (万元): `1613`, `0.5`.
    ///
    /// # Errors
    /// See [`AmountError`].
    pub fn parse_wan_yuan(text: &str) -> Result<Self, AmountError> {
        scaled(text, 6)
    }
}

/// Longest accepted text, in bytes; 10^13 fen with separators and decimals stays far below.
const TEXT_MAX: usize = 32;

fn scaled(text: &str, decimals: usize) -> Result<Cny, AmountError> {
    let text = sought(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    if text.len() > TEXT_MAX {
        return Err(AmountError::NotANumber);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(',').collect();
    let whole = groups.concat();
    if whole.is_empty() || !digits(&whole) || !digits(fraction) {
        return Err(AmountError::NotANumber);
    }
    let grouped = |(first, rest): (&&str, &[&str])| (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    if groups.len() > 1 && !groups.split_first().is_some_and(grouped) {
        return Err(AmountError::Grouping);
    }
    let (kept, beyond) = fraction.split_at(fraction.len().min(decimals));
    if beyond.bytes().any(|b| b != b'0') {
        return Err(AmountError::TooPrecise);
    }
    let fen: i64 = format!("{whole}{kept:0<decimals$}").parse().map_err(|_| AmountError::OutOfRange)?;
    Cny::from_fen(fen)
}
