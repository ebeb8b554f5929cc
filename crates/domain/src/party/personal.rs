//! Numbers that belong to a person or to an account, and texts that are kept encrypted: what is shown of them unasked.

use super::Invalid;
use crate::text::figures;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that is kept encrypted under a key of its organisation's: what is shown of it unasked, and the ciphertext. The domain never sees
/// the text itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concealed {
    /// What is shown unasked, such as `6222 **** 1234`.
    pub shown: String,
    /// The ciphertext, base64.
    pub cipher: String,
}

impl fmt::Debug for Concealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Concealed({})", self.shown)
    }
}

/// What is shown of a number unasked: its first `first` and last `last` characters, if enough of it stays hidden.
#[must_use]
pub fn masked(text: &str, first: usize, last: usize) -> String {
    /// Characters that must stay hidden.
    const HIDDEN_MIN: usize = 4;
    let count = text.chars().count();
    if count < first + last + HIDDEN_MIN {
        return "****".to_owned();
    }
    let begin: String = text.chars().take(first).collect();
    let end: String = text.chars().skip(count - last).collect();
    format!("{begin} **** {end}").trim().to_owned()
}

/// The digits of a text, blanks and dashes dropped.
fn plain(text: &str) -> String {
    figures(text).replace('-', "")
}

/// A bank account number: 8 to 32 digits.
pub(super) fn account(text: &str) -> Result<String, Invalid> {
    let number = plain(text);
    if number.is_empty() {
        return Err(Invalid::Shape("请填写账号"));
    }
    let right = (8..=32).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if right { Ok(number) } else { Err(Invalid::Shape("银行账号应为 8 至 32 位数字")) }
}

/// A citizen identity number (GB 11643): 17 digits and a check character, with a birthday that exists. Area codes are not looked at: lists
/// of them lack what was renamed and abolished.
pub(super) fn identity(text: &str) -> Result<String, Invalid> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let number = plain(text).to_ascii_uppercase();
    if number.is_empty() {
        return Err(Invalid::Shape("请填写身份证号"));
    }
    let shape = Invalid::Shape("身份证号应为 18 位，最后一位可为 X");
    let digits: Vec<u32> = number.chars().take(17).filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != 17 || number.chars().count() != 18 {
        return Err(shape);
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|rest| CHECKS.get(rest));
    let birthday =
        number.get(6..14).and_then(|text| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse::<crate::time::Date>().ok());
    match check {
        Some(check) if number.ends_with(*check) && birthday.is_some_and(|day| day.year() >= 1900) => Ok(number),
        Some(_) | None => Err(Invalid::Shape("身份证号的校验位或出生日期不正确，请核对是否有误输")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_is_held_against_its_check_character_and_birthday() {
        // Invented: the area code of no district, a right check character.
        assert_eq!(identity("11010519491231002x").expect("a number"), "11010519491231002X");
        for wrong in ["", "11010519491231002", "110105194912310021", "110105194913310027", "1101051949123100２X5"] {
            assert!(identity(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_shown_of_a_number_does_not_give_it_away() {
        assert_eq!(masked("6222021234567890", 4, 4), "6222 **** 7890");
        assert_eq!(masked("13800138000", 3, 4), "138 **** 8000");
        assert_eq!(masked("12345678", 4, 4), "****", "too short to show both ends");
        let kept = Concealed { shown: "138 **** 8000".into(), cipher: "c2VjcmV0".into() };
        assert!(!format!("{kept:?}").contains("c2VjcmV0"));
    }

    #[test]
    fn an_account_number_is_digits_as_people_group_them() {
        for text in ["6222 0212 3456 7890", "\u{feff}6222－0212－3456－7890", "\u{202d}６２２２021234567890\u{202c}"] {
            assert_eq!(account(text).expect("an account"), "6222021234567890", "{text:?}");
        }
        assert!(account("6222-abc").is_err() && account("1234567").is_err());
    }
}
