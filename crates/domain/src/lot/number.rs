use super::Subject;
use crate::site::{SiteCode, SiteRules};
use crate::text::{TextError, entered, is_ideograph};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The number of a lot, or of another [`Subject`], as its own side gave it: 1 to 64 Latin capitals, digits, ideographs and the marks
/// `- _ . / ( ) [ ] # : ·〔〕【】`. What is alike on paper is one number: full width and half width, small letters and capitals, the dashes.
///
/// Where a site's rules say so, its lots have the numbers of the State's data norm, of 23 characters: `E`, administrative division (6),
/// platform (4), serial (6), tender project (3), section (3). Read off the Xinjiang manual's `E6500003901006053003001` (FD-3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LotNumber(String);

/// Why a text is not the number of a lot; it reads behind what the number is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotALotNumber {
    /// It is empty or too long, or of marks only.
    Length,
    /// It cannot be taken as a text at all.
    Text(TextError),
    /// It has a character that no number has.
    Character(char),
    /// Lots of this site have numbers of 23 characters.
    Shape,
    /// It names a place outside the site.
    Elsewhere(SiteCode),
}

impl fmt::Display for NotALotNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => write!(f, "应为 1 至 {} 个字符，至少有一个字母、数字或汉字", LotNumber::MAX),
            Self::Text(error) => error.fmt(f),
            Self::Character(' ') => f.write_str("不能含有空格，请删除后重新输入"),
            Self::Character(c) => write!(f, "不能含有“{c}”，可用字母、数字、汉字和 {MARKS}"),
            Self::Shape => f.write_str("应为字母 E 加 22 位数字，如 E6500003901006053003001"),
            Self::Elsewhere(site) => write!(f, "所属地区不在本站点（{site}）范围内"),
        }
    }
}

impl std::error::Error for NotALotNumber {}

/// The marks a number may have.
const MARKS: &str = "-_./()[]#:·〔〕【】";

/// The characters that `c` is on paper.
fn plain(c: char) -> impl Iterator<Item = char> {
    let c = if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c };
    // Full-width forms and Roman numerals have plain ones; brackets and marks of other scripts stay and are judged.
    let alike = matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{2160}'..='\u{217f}');
    std::iter::once(c).filter(move |_| !alike).chain(std::iter::once(c).filter(move |_| alike).nfkc()).map(|c| c.to_ascii_uppercase())
}

impl LotNumber {
    /// Most characters.
    pub const MAX: usize = 64;
    /// Characters of a number of the State's data norm.
    const SECTION: usize = 23;

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one of the State's data norm.
    #[must_use]
    pub fn is_section(&self) -> bool {
        let digits = self.0.strip_prefix('E').unwrap_or_default();
        digits.len() == Self::SECTION - 1 && digits.bytes().all(|b| b.is_ascii_digit())
    }

    /// The administrative division that a number of the State's data norm names; `None` for a division code starting with 0, and for every
    /// other number.
    #[must_use]
    pub fn division(&self) -> Option<SiteCode> {
        self.0.get(1..7).filter(|_| self.is_section()).and_then(|code| code.parse().ok())
    }

    /// Whether a subject of a site with these rules may have it.
    ///
    /// # Errors
    /// [`NotALotNumber::Shape`] for a lot's where the site has the State's numbers; [`NotALotNumber::Elsewhere`] for such a number that names
    /// a place outside the site.
    pub fn check(&self, subject: Subject, rules: &SiteRules) -> Result<(), NotALotNumber> {
        if !subject.is_lot() {
            return Ok(());
        }
        match self.division() {
            Some(division) if rules.code.covers(division) => Ok(()),
            None if !self.is_section() && !rules.section_numbers => Ok(()),
            None if !self.is_section() => Err(NotALotNumber::Shape),
            Some(_) | None => Err(NotALotNumber::Elsewhere(rules.code)),
        }
    }
}

impl FromStr for LotNumber {
    type Err = NotALotNumber;
    fn from_str(text: &str) -> Result<Self, NotALotNumber> {
        let number: String = entered(text).map_err(NotALotNumber::Text)?.chars().flat_map(plain).collect();
        let says = |c: char| c.is_ascii_alphanumeric() || is_ideograph(c);
        if let Some(c) = number.chars().find(|c| !says(*c) && !MARKS.contains(*c)) {
            return Err(NotALotNumber::Character(c));
        }
        let fits = number.chars().count() <= Self::MAX && number.chars().any(says);
        if fits { Ok(Self(number)) } else { Err(NotALotNumber::Length) }
    }
}

impl TryFrom<String> for LotNumber {
    type Error = NotALotNumber;
    fn try_from(text: String) -> Result<Self, NotALotNumber> {
        text.parse()
    }
}

impl From<LotNumber> for String {
    fn from(number: LotNumber) -> String {
        number.0
    }
}

impl fmt::Display for LotNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> LotNumber {
        text.parse().expect("a number")
    }

    /// Rules of a site, with or without the State's numbers.
    fn rules(code: &str, section_numbers: bool) -> SiteRules {
        SiteRules {
            code: code.parse().expect("a site code"),
            payment_minutes: 30,
            days_after_validity: 28,
            default_valid_days: 90,
            security_cap: crate::money::Ppm::new(20_000).expect("a rate"),
            two_persons: false,
            section_numbers,
            requires_credit: false,
            grants_credit: false,
            invoice_after: crate::site::InvoiceAfter::Issue,
            proves_mobile: false,
            entered_lots: crate::site::EnteredLots::Taken,
        }
    }

    #[test]
    fn a_lot_of_a_site_with_the_states_numbers_has_one_of_its_own_place() {
        let (norm, free) = (rules("650000", true), rules("650000", false));
        let manual = number(" e6500003901006053003001 ");
        assert_eq!(manual.division(), "650000".parse().ok());
        assert_eq!(manual.check(Subject::Lot, &norm), Ok(()));
        for text in [
            "E650000390100605300300",
            "E65000039010060530030011",
            "65000039010060530030011",
            "E65000039010060530030O1",
            "豫财招标采购-2026-123",
        ] {
            assert_eq!(number(text).check(Subject::Lot, &norm), Err(NotALotNumber::Shape), "{text}");
            assert_eq!(number(text).check(Subject::Lot, &free), Ok(()), "{text}");
            assert_eq!(number(text).check(Subject::Contract, &norm), Ok(()), "{text}");
        }
        for rules in [norm, free] {
            for text in ["E4300003901006053003001", "E0500003901006053003001"] {
                assert_eq!(number(text).check(Subject::Lot, &rules), Err(NotALotNumber::Elsewhere(rules.code)), "{text}");
            }
        }
    }

    #[test]
    fn what_is_alike_on_paper_is_one_number() {
        for (typed, meant) in [
            ("豫财招标采购－２０２６－１２３", "豫财招标采购-2026-123"),
            ("豫财招标采购—2026–123", "豫财招标采购-2026-123"),
            ("郑公资竞〔2026〕5号", "郑公资竞〔2026〕5号"),
            ("hnzb－2026-0012／01", "HNZB-2026-0012/01"),
            ("ＪＳ（2026）Ⅱ标#3", "JS(2026)II标#3"),
            ("\u{f9dc}\u{2f83}-1", "隆自-1"),
        ] {
            let parsed = number(typed);
            assert_eq!(parsed.as_str(), meant, "{typed}");
            assert_eq!(number(parsed.as_str()), parsed, "what is stored reads as itself");
        }
    }

    #[test]
    fn what_cannot_be_seen_or_read_out_is_no_number() {
        for c in ['\u{202e}', '\u{200b}', '\u{0}', '\n', '\u{feff}', '\u{2066}'] {
            assert_eq!(format!("A{c}1").parse::<LotNumber>(), Err(NotALotNumber::Text(TextError::Hidden(c))), "{c:?}");
        }
        assert!(matches!("A\u{e000}".parse::<LotNumber>(), Err(NotALotNumber::Text(TextError::Private(_)))));
        // A Cyrillic А, a form of an ideograph, an image, a blank.
        for c in ['\u{410}', '\u{e0101}', '\u{1f600}', ' ', '<', '"', '%', ','] {
            assert_eq!(format!("葛{c}1").parse::<LotNumber>(), Err(NotALotNumber::Character(c)), "{c:?}");
        }
        assert_eq!("".parse::<LotNumber>(), Err(NotALotNumber::Length));
        assert_eq!("-/-".parse::<LotNumber>(), Err(NotALotNumber::Length));
        assert!("豫".repeat(64).parse::<LotNumber>().is_ok());
        assert_eq!("豫".repeat(65).parse::<LotNumber>(), Err(NotALotNumber::Length));
    }
}
