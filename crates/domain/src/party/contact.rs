use super::Invalid;
use super::personal::{account, identity};
use crate::text::{entered, figures};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $check:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;
            fn from_str(text: &str) -> Result<Self, Invalid> {
                let check: fn(&str) -> Result<String, Invalid> = $check;
                check(text.trim()).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Invalid;
            fn try_from(text: String) -> Result<Self, Invalid> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// A person's name, 2 to 50 characters.
    FullName: |text| bounded(text, 2, 50, "请填写姓名", "姓名应为 2 至 50 个字");
    /// An organisation's registered name, 2 to 200 characters (FD-6).
    OrganisationName: |text| bounded(text, 2, 200, "请填写单位名称", "单位名称应为 2 至 200 个字");
    /// A mobile number in mainland China: 11 digits, first 1, second 3–9. Spaces, dashes and the country's code are dropped.
    Mobile: mobile;
    /// A telephone number, mobile or not, perhaps with an extension: 7 to 20 digits, `-` and `+` between them. Spaces are dropped, brackets and
    /// the word before an extension are hyphens.
    Phone: phone;
    /// An e-mail address: one `@`, a dotted domain, at most 100 characters.
    Email: email;
    /// A postal address, 4 to 200 characters.
    PostalAddress: |text| bounded(text, 4, 200, "请填写地址", "地址应为 4 至 200 个字");
    /// A bank with its branch, 4 to 100 characters.
    BankName: |text| bounded(text, 4, 100, "请填写开户行名称", "开户行名称应为 4 至 100 个字，写到支行");
    /// A bank account number: 8 to 32 digits. Blanks and hyphens are dropped.
    AccountNumber: account;
    /// A citizen identity number (GB 11643), its check character and birthday right.
    IdentityNumber: identity;
}

fn bounded(text: &str, min: usize, max: usize, empty: &'static str, length: &'static str) -> Result<String, Invalid> {
    let text = entered(text)?;
    if text.is_empty() {
        return Err(Invalid::Shape(empty));
    }
    if !(min..=max).contains(&text.chars().count()) {
        return Err(Invalid::Shape(length));
    }
    Ok(text)
}

fn mobile(text: &str) -> Result<String, Invalid> {
    let digits = figures(text).replace('-', "");
    if digits.is_empty() {
        return Err(Invalid::Shape("请填写手机号"));
    }
    // As phones themselves keep them; no mobile number begins with an 8.
    let codes = ["+86", "0086", "(+86)", "(86)", "86"];
    let digits = codes.into_iter().find_map(|code| digits.strip_prefix(code)).unwrap_or(&digits).to_owned();
    let b = digits.as_bytes();
    let right = b.len() == 11 && b.iter().all(u8::is_ascii_digit) && b[0] == b'1' && b[1] >= b'3';
    if right { Ok(digits) } else { Err(Invalid::Shape("请输入 11 位手机号，如 138 0013 8000")) }
}

fn phone(text: &str) -> Result<String, Invalid> {
    let number = ["(", ")", "转", "分机"].into_iter().fold(figures(text), |number, part| number.replace(part, "-"));
    let number: String = number.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain = number.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+'));
    if plain && (7..=20).contains(&digits) { Ok(number) } else { Err(Invalid::Shape("请输入联系电话，如 0731-85550000")) }
}

fn email(text: &str) -> Result<String, Invalid> {
    let text = entered(text)?.replace('＠', "@");
    if text.is_empty() {
        return Err(Invalid::Shape("请填写电子邮箱"));
    }
    let wrong = Invalid::Shape("电子邮箱格式不正确，如 name@example.com");
    let (local, domain) = text.split_once('@').ok_or(wrong)?;
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b));
    let dotted = domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
    if local.is_empty() || text.len() > 100 || !plain(local) || !plain(domain) || !dotted {
        return Err(wrong);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_accepted_as_people_write_it() {
        for text in [
            "+86 138 0013 8000",
            "+8613800138000",
            "0086-13800138000",
            "＋86 13800138000",
            "138 0013-8000",
            "１３８００１３８０００",
            "138\u{3000}0013\u{a0}8000",
            "86 138 0013 8000",
            "\u{202a}138－0013—8000\u{202c}\u{feff}",
        ] {
            assert_eq!(text.parse::<Mobile>().expect("a mobile number").as_str(), "13800138000");
        }
        for text in ["138", "23800138000", "1380013800a"] {
            assert!(text.parse::<Mobile>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_telephone_number_is_accepted_as_people_write_it() {
        for (text, number) in [
            ("0731-85550000", "0731-85550000"),
            ("（0731）85550000转801", "0731-85550000-801"),
            ("(0731) 8555 0000 分机 801", "0731-85550000-801"),
            ("０７３１－８５５５００００", "0731-85550000"),
            ("+86 731—85550000", "+86731-85550000"),
            ("13800138000", "13800138000"),
        ] {
            assert_eq!(text.parse::<Phone>().expect("a number").as_str(), number, "{text}");
        }
        assert!("0731-8555abcd".parse::<Phone>().is_err() && "12345".parse::<Phone>().is_err());
    }

    #[test]
    fn an_address_without_a_domain_is_refused() {
        assert!("bao.han@example.com".parse::<Email>().is_ok());
        for text in ["", "a", "a@b", "a@b..c", "@b.c", "a b@c.d", "a@b@c.d"] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }

    #[test]
    fn hidden_characters_cannot_enter_a_name() {
        for text in ["张\u{202e}三", "李\u{200b}四", "王\n五"] {
            assert!(text.parse::<FullName>().is_err(), "{text:?}");
        }
        assert!("张㛃犇".parse::<FullName>().is_ok());
    }
}
