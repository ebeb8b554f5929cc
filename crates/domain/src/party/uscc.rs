use crate::text::figures;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Unified social credit code (统一社会信用代码): 18 characters, the last a check character by GB 32100 (weights 3^i mod 31).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uscc(String);

/// Why a text is not a unified social credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsccError {
    /// Not 18 characters of the code's alphabet (no I, O, S, V, Z).
    Shape,
    /// The check character does not fit the first 17.
    CheckCharacter,
}

impl fmt::Display for UsccError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）",
            Self::CheckCharacter => "统一社会信用代码的校验位不正确，请核对是否有误输",
        })
    }
}

impl std::error::Error for UsccError {}

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const BODY: usize = 17;

/// The check character of the first 17 characters, `None` when one is outside the alphabet.
fn check_character(body: &str) -> Option<char> {
    let mut weight = 1;
    let mut sum = 0;
    for c in body.chars() {
        sum += ALPHABET.find(c)? * weight;
        weight = weight * 3 % 31;
    }
    ALPHABET.chars().nth((31 - sum % 31) % 31)
}

impl Uscc {
    /// The code whose first 17 characters are `body`.
    ///
    /// # Errors
    /// [`UsccError::Shape`].
    pub fn complete(body: &str) -> Result<Self, UsccError> {
        let check = check_character(body).filter(|_| body.chars().count() == BODY).ok_or(UsccError::Shape)?;
        Ok(Self(format!("{body}{check}")))
    }

    /// A code that an authority vouches for: a certificate, the centre's feed. Companies registered before 2016 carry codes whose check
    /// character does not fit (E23); what is kept of ours is read back so too. Dashes, blanks and what is not seen may stand anywhere in it, as
    /// copying leaves them.
    ///
    /// # Errors
    /// [`UsccError::Shape`].
    pub fn vouched(text: &str) -> Result<Self, UsccError> {
        let code = figures(text).replace('-', "").to_ascii_uppercase();
        let right = code.chars().count() == BODY + 1 && code.chars().all(|c| ALPHABET.contains(c));
        if right { Ok(Self(code)) } else { Err(UsccError::Shape) }
    }

    /// A code as a person types it, who is asked to look again when its check character does not fit, and may then insist (E23). A code taken
    /// so is shown with a mark wherever it matters.
    ///
    /// # Errors
    /// [`UsccError`].
    pub fn typed(text: &str, sure: bool) -> Result<Self, UsccError> {
        if sure { Self::vouched(text) } else { text.parse() }
    }

    /// Whether its check character fits.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.0.split_at_checked(BODY).is_some_and(|(body, last)| check_character(body).is_some_and(|check| last.starts_with(check)))
    }

    /// Whether it begins as the codes do that market regulators give to companies, sole traders and cooperatives (GB 32100: 91, 92, 93), and
    /// no identity number of a person does.
    #[must_use]
    pub fn is_registered_company(&self) -> bool {
        ["91", "92", "93"].iter().any(|kind| self.0.starts_with(kind))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Uscc {
    type Err = UsccError;
    fn from_str(text: &str) -> Result<Self, UsccError> {
        let code = Self::vouched(text)?;
        if code.is_checked() { Ok(code) } else { Err(UsccError::CheckCharacter) }
    }
}

impl TryFrom<String> for Uscc {
    type Error = UsccError;
    fn try_from(text: String) -> Result<Self, UsccError> {
        Self::vouched(&text)
    }
}

impl From<Uscc> for String {
    fn from(code: Uscc) -> String {
        code.0
    }
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_right_code_is_accepted_and_the_manuals_wrong_ones_are_not() {
        assert!("91110108765016311A".parse::<Uscc>().is_ok());
        assert_eq!("91610113MA6G455U0D".parse::<Uscc>(), Err(UsccError::CheckCharacter));
        assert_eq!("91110114MAD1PRJ51".parse::<Uscc>(), Err(UsccError::Shape));
        assert_eq!("91110108765016311A-ins".parse::<Uscc>(), Err(UsccError::Shape));
        assert_eq!("统一社会信用代码统一社会信用代码统一".parse::<Uscc>(), Err(UsccError::Shape));
    }

    #[test]
    fn a_real_code_with_another_check_character_is_usable_where_an_authority_vouches_23() {
        let code = "91350203M0001QKT19";
        assert_eq!(code.parse::<Uscc>(), Err(UsccError::CheckCharacter), "a person is asked to look again");
        let vouched = Uscc::vouched(code).expect("a code by its shape");
        assert!(!vouched.is_checked());
        assert_eq!(Uscc::try_from(String::from(vouched.clone())), Ok(vouched), "and read back from where it is kept");
        assert_eq!("９１１１０１０８７６５０１６３１１Ａ".parse::<Uscc>().expect("full-width").as_str(), "91110108765016311A");
        assert_eq!("911101 0876 5016-311a".parse::<Uscc>().expect("as copied").as_str(), "91110108765016311A");
        assert_eq!(Uscc::vouched("91350203M0001QKTI9"), Err(UsccError::Shape));
    }

    #[test]
    fn a_code_is_read_however_it_was_pasted_23() {
        for text in [
            "\u{feff}91110108765016311A",
            "91110108－765016311A",
            "91110108–765016311A",
            "91110108\u{2011}765016311a\u{200b}\u{2028}",
            "９１１１\u{ad}01087650\t16311A",
        ] {
            assert_eq!(text.parse::<Uscc>().expect("a code").as_str(), "91110108765016311A", "{text:?}");
        }
        assert_eq!("91110108\u{e000}765016311A".parse::<Uscc>(), Err(UsccError::Shape));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_noticed(body in "9[1-3][1-6][0-9]{5}[0-9A-HJ-NPQRTUWXY]{9}", at in 0_usize..17, other in 0_usize..31) {
            let code = Uscc::complete(&body).expect("a body of the alphabet");
            prop_assert_eq!(code.as_str().parse(), Ok(code.clone()));
            let mut wrong: Vec<char> = code.as_str().chars().collect();
            let replacement = ALPHABET.chars().nth(other).expect("in the alphabet");
            prop_assume!(wrong[at] != replacement);
            wrong[at] = replacement;
            prop_assert_eq!(wrong.into_iter().collect::<String>().parse::<Uscc>(), Err(UsccError::CheckCharacter));
        }
    }
}
