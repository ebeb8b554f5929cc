//! Texts as people enter them: one rule for names of persons, organisations and lots, wherever they come from (N1, N2).
//!
//! What looks alike on paper becomes one character: radicals and compatibility ideographs, which copying out of a PDF leaves behind,
//! full-width letters and digits. What cannot be seen, and what every font draws otherwise, is refused at entry and dropped when shown.

mod radicals;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, Ideographic, VariationSelector};
use icu_properties::{CodePointMapData, CodePointSetData};
use std::fmt;
use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;

/// Why a text cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// It holds a character that is not seen: a control, a direction mark, a filler, a line separator.
    Hidden(char),
    /// It holds a character that means something on one computer only, or nothing yet.
    Private(char),
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hidden(c) => write!(f, "含有不可见的字符（U+{:04X}），请删除后重新输入", u32::from(*c)),
            Self::Private(c) => write!(f, "含有自造字（U+{:04X}），换一台电脑便无法显示，请改用规范字", u32::from(*c)),
        }
    }
}

impl std::error::Error for TextError {}

/// Whether a character is not seen by itself: controls, formats, line and paragraph separators, what Unicode lets programs pass over, and
/// what it says is no character.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    // Most characters are one of these, and cost nothing.
    if matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '，' | '。' | '（' | '）') {
        return false;
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    // What Unicode says is no character is none of a text; XML refuses a whole file for some of them.
    if u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}') {
        return true;
    }
    let unseen = matches!(
        category,
        GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator
    );
    unseen || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether a character is for private use or has not been given a meaning.
fn is_private(c: char) -> bool {
    matches!(CodePointMapData::<GeneralCategory>::new().get(c), GeneralCategory::PrivateUse | GeneralCategory::Unassigned)
}

/// The character that `c` is on paper.
fn same_on_paper(c: char) -> char {
    match c {
        // Full-width letters and digits; full-width marks stay, as Chinese names are written with them.
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => std::iter::once(c).nfkc().next().unwrap_or(c),
        // Kangxi radicals, compatibility ideographs.
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        '\u{2e80}'..='\u{2eff}' | '\u{31c0}'..='\u{31ef}' => radicals::ideograph(c),
        other => other,
    }
}

/// A text of one line as it was meant: alike characters made one, blanks at its ends dropped and those inside it made single.
///
/// # Errors
/// [`TextError`]; a variation selector behind an ideograph may stay, as it chooses a form of a name.
pub fn entered(text: &str) -> Result<String, TextError> {
    let mut out = String::with_capacity(text.len());
    // Blanks of every width are blanks; a line break within a name is not.
    let trimmed = text.trim();
    let (mut before, mut blank) = (None, false);
    for c in trimmed.chars() {
        let c = same_on_paper(c);
        if c.is_whitespace() && !is_hidden(c) {
            blank = true;
            continue;
        }
        let chooses = CodePointSetData::new::<VariationSelector>().contains(c) && before.is_some_and(is_ideograph);
        if is_hidden(c) && !chooses {
            return Err(TextError::Hidden(c));
        }
        if is_private(c) {
            return Err(TextError::Private(c));
        }
        if std::mem::take(&mut blank) {
            out.push(' ');
        }
        out.push(c);
        before = Some(c);
    }
    Ok(out)
}

/// Whether a character is an ideograph.
pub(crate) fn is_ideograph(c: char) -> bool {
    CodePointSetData::new::<Ideographic>().contains(c)
}

/// What a person looks for, copied from wherever: alike characters made one, full-width marks too, and without what is not seen.
#[must_use]
pub fn sought(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).map(same_on_paper).collect::<String>().nfkc().collect()
}

/// A number or code as it was meant, typed or pasted from wherever: full-width characters and every kind of dash as keyboards write them,
/// without blanks and what is not seen.
#[must_use]
pub fn figures(text: &str) -> String {
    let is_dash = |c: char| c == MINUS || CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DashPunctuation;
    sought(text).chars().filter(|c| !c.is_whitespace()).map(|c| if is_dash(c) { '-' } else { c }).collect()
}

/// The sign of subtraction, which is no dash to Unicode and looks like one.
const MINUS: char = '\u{2212}';

/// A text as it is shown: without what is not seen.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut before = None;
    let kept = text.chars().filter(|c| {
        let chooses = CodePointSetData::new::<VariationSelector>().contains(*c) && before.is_some_and(is_ideograph);
        before = Some(*c);
        chooses || !is_hidden(*c)
    });
    kept.collect()
}

/// A text of several lines as it was meant to be read, without what is not seen; `None` unless it has so many characters.
#[must_use]
pub fn lines(text: &str, length: RangeInclusive<usize>) -> Option<String> {
    let lines: Vec<String> = text.lines().map(|line| shown(line).trim_end().to_owned()).collect();
    let text = lines.join("\n").trim().to_owned();
    length.contains(&text.chars().count()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_refused_at_entry_and_dropped_when_shown_n1() {
        for c in [
            '\u{2028}',
            '\u{2029}',
            '\u{ad}',
            '\u{200b}',
            '\u{200f}',
            '\u{202e}',
            '\u{2066}',
            '\u{3164}',
            '\u{115f}',
            '\u{ffa0}',
            '\u{e0041}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0101}',
            '\u{7f}',
            '\u{85}',
            '\t',
            '\n',
            '\u{0}',
            '\u{61c}',
            '\u{180e}',
            '\u{fff9}',
            '\u{2060}',
        ] {
            let text = format!("A{c}方");
            assert_eq!(entered(&text), Err(TextError::Hidden(c)), "{c:?}");
            assert_eq!(shown(&text), "A方", "{c:?}");
        }
        assert_eq!(entered("葛\u{e0101}城").unwrap(), "葛\u{e0101}城", "a form of an ideograph that somebody chose");
        assert_eq!(shown("葛\u{e0101}城"), "葛\u{e0101}城");
    }

    #[test]
    fn characters_of_one_computer_are_refused_n2() {
        for c in ['\u{e000}', '\u{f8ff}', '\u{f0000}', '\u{10fffd}', '\u{378}'] {
            assert_eq!(entered(&format!("甲{c}")), Err(TextError::Private(c)));
        }
    }

    #[test]
    fn a_number_is_the_same_however_its_dashes_and_blanks_were_pasted_23() {
        for text in [
            "PA-2026-001",
            "\u{feff}PA–2026–001",
            "ＰＡ－２０２６－００１",
            " PA—2026—001\u{200b}",
            "PA\u{2212}2026\u{2011}001",
            "PA﹣2026﹘001",
            "PA -\u{a0}2026 - 001\u{2028}",
        ] {
            assert_eq!(figures(text), "PA-2026-001", "{text:?}");
        }
    }

    #[test]
    fn every_radical_that_has_an_ideograph_becomes_it_n2() {
        let without: Vec<char> = ('\u{2e80}'..='\u{2ef3}').filter(|c| same_on_paper(*c) == *c).collect();
        assert_eq!(without, ['\u{2e80}', '\u{2e9a}'], "a mark of repetition, and what Unicode has left free");
        assert_eq!(entered("⺮⻊⺈⺆⺗⻨㇐").unwrap(), "𥫗𧾷刀冂心麦一");
    }

    #[test]
    fn what_is_alike_on_paper_is_one_name_n2() {
        for (typed, meant) in [
            ("⻓江⾦⽔公司", "长江金水公司"),
            ("⻘岛⻥⻋⻔", "青岛鱼车门"),
            ("⼀⼆⼟⽊⽇", "一二土木日"),
            ("\u{f9dc}\u{fa19}", "隆神"),
            ("ＡＢＣ１２３ａ（集团）", "ABC123a（集团）"),
            ("\u{3000}天山\u{a0} \u{2003}建设 ", "天山 建设"),
            ("㛃犇\u{20bb7}野家", "㛃犇\u{20bb7}野家"),
        ] {
            assert_eq!(entered(typed).unwrap(), meant, "{typed}");
        }
    }
}
