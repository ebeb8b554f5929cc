use crate::party::{Email, Invalid, Mobile};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Where a code goes: to a phone, or to a letter box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CodeAddress {
    /// By text message.
    Phone(Mobile),
    /// By mail.
    Mail(Email),
}

impl CodeAddress {
    /// The address as it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(mobile) => mobile.as_str(),
            Self::Mail(mail) => mail.as_str(),
        }
    }
}

impl fmt::Display for CodeAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CodeAddress {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        if text.contains('@') { text.parse().map(Self::Mail) } else { text.parse().map(Self::Phone) }
    }
}

impl TryFrom<String> for CodeAddress {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<CodeAddress> for String {
    fn from(address: CodeAddress) -> String {
        address.as_str().to_owned()
    }
}

impl From<Mobile> for CodeAddress {
    fn from(mobile: Mobile) -> Self {
        Self::Phone(mobile)
    }
}

impl From<&Mobile> for CodeAddress {
    fn from(mobile: &Mobile) -> Self {
        Self::Phone(mobile.clone())
    }
}

impl From<Email> for CodeAddress {
    fn from(mail: Email) -> Self {
        Self::Mail(mail)
    }
}

impl From<&Email> for CodeAddress {
    fn from(mail: &Email) -> Self {
        Self::Mail(mail.clone())
    }
}
