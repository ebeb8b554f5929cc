//! Numbers that people read, type and quote. They are random enough to count nothing (HR-10) and end in two check
//! digits (ISO 7064 MOD 97-10), so that a slip of the pen is noticed before anything is looked up.

use crate::site::SiteCode;
use crate::text::figures;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A text that is not a number of the wanted kind: wrong prefix, length, characters or check digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("编号格式或校验位不正确")
    }
}

impl std::error::Error for NotANumber {}

/// What a person typed or pasted, made plain: as any number ([`figures`]), in capitals, without what is put between its parts.
fn typed(text: &str) -> String {
    figures(text).replace(['-', '_'], "").to_uppercase()
}

fn mod97(digits: &str) -> u32 {
    digits.bytes().filter(u8::is_ascii_digit).fold(0, |sum, digit| (sum * 10 + u32::from(digit - b'0')) % 97)
}

fn with_check_digits(digits: &str) -> String {
    format!("{digits}{:02}", 98 - mod97(&format!("{digits}00")))
}

fn random_digits(random: u64, count: usize) -> String {
    let modulus = 10_u64.pow(u32::try_from(count).unwrap_or(0));
    format!("{:0count$}", random % modulus)
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal, $len:literal digits;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Characters, prefix included.
            pub const LENGTH: usize = $prefix.len() + $len;

            /// The number as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotANumber;
            fn from_str(text: &str) -> Result<Self, NotANumber> {
                let text = text.trim().to_ascii_uppercase();
                let digits = text.strip_prefix($prefix).ok_or(NotANumber)?;
                let well_formed = digits.len() == $len && digits.bytes().all(|b| b.is_ascii_digit()) && mod97(digits) == 1;
                if well_formed { Ok(Self(text)) } else { Err(NotANumber) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotANumber;
            fn try_from(text: String) -> Result<Self, NotANumber> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> String {
                number.0
            }
        }
    )*};
}

numbers! {
    /// The number of an application (订单编号): `SQ`, site, 12 random digits, 2 check digits.
    ApplicationNumber = "SQ", 20 digits;
    /// The number of a guarantee (保函编号): `BH`, site, 12 random digits, 2 check digits. Never reused (INV-02).
    GuaranteeNumber = "BH", 20 digits;
    /// The reference a payer quotes in the transfer's remark (付款识别码): `KH`, 10 random digits, 2 check digits.
    PaymentReference = "KH", 12 digits;
    /// The number of a complaint (投诉编号): `TS`, site, 12 random digits, 2 check digits.
    ComplaintNumber = "TS", 20 digits;
}

impl ApplicationNumber {
    /// A number for `site` from fresh randomness.
    #[must_use]
    pub fn new(site: SiteCode, random: u64) -> Self {
        Self(format!("SQ{}", with_check_digits(&format!("{site}{}", random_digits(random, 12)))))
    }
}

impl GuaranteeNumber {
    /// A number for `site` from fresh randomness.
    #[must_use]
    pub fn new(site: SiteCode, random: u64) -> Self {
        Self(format!("BH{}", with_check_digits(&format!("{site}{}", random_digits(random, 12)))))
    }
}

impl ComplaintNumber {
    /// A number for `site` from fresh randomness.
    #[must_use]
    pub fn new(site: SiteCode, random: u64) -> Self {
        Self(format!("TS{}", with_check_digits(&format!("{site}{}", random_digits(random, 12)))))
    }
}

impl GuaranteeNumber {
    /// The number that a person meant: letters that look like a digit, where only digits stand, are that digit (P4).
    ///
    /// # Errors
    /// [`NotANumber`].
    pub fn typed(text: &str) -> Result<Self, NotANumber> {
        let text = typed(text);
        let (prefix, digits) = text.split_at_checked(2).ok_or(NotANumber)?;
        let digit = |character| match character {
            'O' | 'Q' | 'D' => '0',
            'I' | 'L' | '|' => '1',
            'Z' => '2',
            'S' => '5',
            'G' => '6',
            'B' => '8',
            other => other,
        };
        let prefix = if prefix == "8H" { "BH" } else { prefix };
        format!("{prefix}{}", digits.chars().map(digit).collect::<String>()).parse()
    }
}

impl PaymentReference {
    /// A reference from fresh randomness.
    #[must_use]
    pub fn new(random: u64) -> Self {
        Self(format!("KH{}", with_check_digits(&random_digits(random, 10))))
    }

    /// Every reference with right check digits that stands in a transfer's remark, in order, whatever the payer wrote
    /// around it. Full-width characters, every kind of dash, blanks and what is not seen are understood inside it.
    #[must_use]
    pub fn find_in(remark: &str) -> Vec<Self> {
        let plain = typed(remark);
        let mut found: Vec<Self> =
            plain.match_indices("KH").filter_map(|(at, _)| plain.get(at..at + Self::LENGTH)).filter_map(|text| text.parse().ok()).collect();
        found.dedup();
        found
    }
}

/// The code printed beside a guarantee's number; both are needed to ask about a letter, so that numbers cannot be probed
/// (FD-5). 16 characters without look-alikes, 79 bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CheckCode(String);

const CHECK_CODE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTUVWXY";

impl CheckCode {
    /// Characters, without the hyphens that are shown.
    pub const LENGTH: usize = 16;

    /// A code from fresh randomness. The bias of taking 128 bits modulo 31 sixteen times is below 2⁻⁴⁸.
    #[must_use]
    pub fn new(random: u128) -> Self {
        let mut rest = random;
        let code = (0..Self::LENGTH)
            .map(|_| {
                let index = usize::try_from(rest % 31).unwrap_or(0);
                rest /= 31;
                char::from(CHECK_CODE_ALPHABET[index])
            })
            .collect();
        Self(code)
    }

    /// What a person typed, with one character for all that look alike (0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V), to be compared with
    /// [`Self::alike`]; 24 of 31 characters are left, 73 bits. Nothing for what no code could be.
    #[must_use]
    pub fn typed(text: &str) -> Option<String> {
        let folded: String = typed(text).chars().map(fold).collect();
        let fits = folded.len() == Self::LENGTH && folded.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        fits.then_some(folded)
    }

    /// The code with one character for all that look alike.
    #[must_use]
    pub fn alike(&self) -> String {
        self.0.chars().map(fold).collect()
    }

    /// The code without hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One character for all that look like it.
const fn fold(character: char) -> char {
    match character {
        'O' | '0' | 'Q' => 'D',
        'I' | '1' | '|' => 'L',
        'Z' => '2',
        'S' => '5',
        'G' => '6',
        'B' => '8',
        'V' => 'U',
        other => other,
    }
}

/// `2345-6789-ABCD-EFGH`.
impl fmt::Display for CheckCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl FromStr for CheckCode {
    type Err = NotANumber;
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_ascii_uppercase();
        let known = plain.bytes().all(|b| CHECK_CODE_ALPHABET.contains(&b));
        if plain.len() == Self::LENGTH && known { Ok(Self(plain)) } else { Err(NotANumber) }
    }
}

impl TryFrom<String> for CheckCode {
    type Error = NotANumber;
    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<CheckCode> for String {
    fn from(code: CheckCode) -> String {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_reference_is_found_whatever_the_payer_wrote_around_it() {
        let reference = PaymentReference::new(4_829_137_055);
        let text = reference.as_str();
        let wide: String = text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)).collect();
        for remark in
            [text.to_owned(), format!("投标保函保费{text}谢谢"), text.to_lowercase(), format!("{} {}", &text[..6], &text[6..]), wide]
                .into_iter()
                .chain(["－", "–", "—", "\u{200b}", "\u{2011}"].map(|between| format!("{}{between}{}", &text[..6], &text[6..])))
        {
            assert_eq!(PaymentReference::find_in(&remark), vec![reference.clone()], "{remark}");
        }
        assert!(PaymentReference::find_in("KH000000000000 保费").is_empty());
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_always_noticed(random: u64, at in 2_usize..14, other in 0_u8..10) {
            let reference = PaymentReference::new(random);
            let mut typed = reference.as_str().to_owned().into_bytes();
            prop_assume!(typed[at] != b'0' + other);
            typed[at] = b'0' + other;
            let typed = String::from_utf8(typed).expect("ASCII");
            prop_assert_eq!(typed.parse::<PaymentReference>(), Err(NotANumber));
        }

        #[test]
        fn p4_a_number_and_a_code_are_understood_however_they_are_typed(random: u64, code: u128, alike in 0_usize..4) {
            let site: SiteCode = "430000".parse().expect("a site");
            let (number, code) = (GuaranteeNumber::new(site, random), CheckCode::new(code));
            let wide = |text: &str| text.chars().map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c }).collect::<String>();
            let swap = |text: &str, pairs: [&str; 4]| {
                let mut pair = pairs[alike].chars();
                let (from, to) = (pair.next().unwrap_or_default(), pair.next().unwrap_or_default());
                text.replace(from, &to.to_string())
            };
            let (n, c) = (number.as_str().to_owned(), code.to_string());
            for text in [n.clone(), n.to_lowercase(), wide(&n), format!(" {} {}\u{200b}", &n[..8], &n[8..]), format!("BH{}", swap(&n[2..], ["0O", "1l", "2Z", "8B"]))] {
                prop_assert_eq!(GuaranteeNumber::typed(&text), Ok(number.clone()), "{}", text);
            }
            for text in [c.clone(), c.to_lowercase(), wide(&c), c.replace('-', "\u{2014}"), c.replace('-', " "), swap(&c, ["5S", "8B", "2Z", "Q0"])] {
                prop_assert_eq!(CheckCode::typed(&text), Some(code.alike()), "{}", text);
            }
        }

        #[test]
        fn a_check_code_is_read_as_it_is_shown(random: u128) {
            let code = CheckCode::new(random);
            prop_assert_eq!(code.to_string().parse(), Ok(code.clone()));
            prop_assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
        }
    }
}
