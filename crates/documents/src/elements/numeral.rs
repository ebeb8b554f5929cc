//! Numbers in Chinese characters: capitals, ordinary and traditional ones, and the variants that print shops use.

/// What each digit is written as.
const DIGITS: [&str; 10] = ["零〇○", "一壹弌", "二贰貳弍两兩", "三叁參叄弎", "四肆", "五伍", "六陆陸", "七柒漆", "八捌", "九玖"];

/// A character of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    Digit(i64),
    /// Ten, a hundred, a thousand.
    Unit(i64),
    /// 万.
    Myriad,
    /// 亿.
    Yi,
    Yuan,
    Jiao,
    Fen,
}

/// What a character is within a number.
pub(super) fn numeral(character: char) -> Option<Numeral> {
    Some(match character {
        '十' | '拾' => Numeral::Unit(10),
        '百' | '佰' => Numeral::Unit(100),
        '千' | '仟' => Numeral::Unit(1000),
        '万' | '萬' => Numeral::Myriad,
        '亿' | '億' => Numeral::Yi,
        '元' | '圆' | '圓' => Numeral::Yuan,
        '角' => Numeral::Jiao,
        '分' => Numeral::Fen,
        other => Numeral::Digit(digit(other)?),
    })
}

/// The digit that a character is.
pub(super) fn digit(character: char) -> Option<i64> {
    let at = DIGITS.iter().position(|written| written.contains(character))?;
    i64::try_from(at).ok()
}

/// A sum, in fen; nothing for what is none or could be two.
pub(super) fn sum(numerals: &[Numeral]) -> Option<i64> {
    let (yuan, rest) = match numerals.iter().position(|numeral| *numeral == Numeral::Yuan) {
        Some(at) => (whole(numerals.get(..at)?)?, numerals.get(at + 1..)?),
        None if matches!(numerals.last(), Some(Numeral::Jiao | Numeral::Fen)) => (0, numerals),
        None => return None,
    };
    let mut fen = yuan.checked_mul(100)?;
    let mut digit = None;
    for numeral in rest {
        match (numeral, digit) {
            (Numeral::Digit(0), None) => {}
            (Numeral::Digit(value), None) => digit = Some(*value),
            (Numeral::Jiao, Some(value)) => (fen, digit) = (fen.checked_add(value * 10)?, None),
            (Numeral::Fen, Some(value)) => (fen, digit) = (fen.checked_add(value)?, None),
            (Numeral::Digit(_) | Numeral::Unit(_) | Numeral::Myriad | Numeral::Yi | Numeral::Yuan | Numeral::Jiao | Numeral::Fen, _) => {
                return None;
            }
        }
    }
    digit.is_none().then_some(fen)
}

/// A part of a number up to a myriad, as it is read.
#[derive(Default)]
struct Part {
    value: i64,
    digit: Option<i64>,
    /// The smallest unit so far.
    unit: Option<i64>,
    zero: bool,
}

impl Part {
    fn add(&mut self, unit: i64) -> Option<()> {
        let ten = (unit == 10).then_some(1);
        let digit = self.digit.take().or(ten)?;
        if self.unit.is_some_and(|known| known <= unit) {
            return None;
        }
        self.value += digit * unit;
        (self.unit, self.zero) = (Some(unit), false);
        Some(())
    }

    /// Its value. A digit behind a hundred or more without a zero between (一百五, 二万五) is read in two ways; `first` says that nothing stands
    /// before the part.
    fn end(self, first: bool) -> Option<i64> {
        let Some(digit) = self.digit else { return Some(self.value) };
        let clear = self.zero || self.unit == Some(10) || (self.unit.is_none() && first);
        clear.then_some(self.value + digit)
    }
}

/// A whole number.
pub(super) fn whole(numerals: &[Numeral]) -> Option<i64> {
    let (mut total, mut part, mut first, mut myriads) = (0_i64, Part::default(), true, false);
    for numeral in numerals {
        match *numeral {
            Numeral::Digit(0) if part.digit.is_none() => part.zero = true,
            Numeral::Digit(value) if part.digit.is_none() => part.digit = Some(value),
            Numeral::Unit(unit) => part.add(unit)?,
            Numeral::Myriad if !myriads => {
                let value = std::mem::take(&mut part).end(first).filter(|value| *value > 0)?;
                total = total.checked_add(value.checked_mul(10_000)?)?;
                (myriads, first) = (true, false);
            }
            Numeral::Yi if total < 100_000_000 => {
                total = total.checked_add(std::mem::take(&mut part).end(first)?).filter(|value| *value > 0)?.checked_mul(100_000_000)?;
                (myriads, first) = (false, false);
            }
            Numeral::Digit(_) | Numeral::Myriad | Numeral::Yi | Numeral::Yuan | Numeral::Jiao | Numeral::Fen => return None,
        }
    }
    (!numerals.is_empty()).then_some(total.checked_add(part.end(first)?)?)
}
