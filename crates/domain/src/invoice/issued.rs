//! What was issued.

use crate::document::StoredFile;
use crate::money::Cny;
use crate::party::Invalid;
use crate::text::entered;
use crate::time::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How a file of an invoice is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceFormat {
    /// XML, the fully digital invoice itself.
    Xml,
    /// OFD.
    Ofd,
    /// PDF.
    Pdf,
}

impl InvoiceFormat {
    /// Every format, in the order they are listed.
    pub const ALL: [Self; 3] = [Self::Xml, Self::Ofd, Self::Pdf];

    /// Its name in addresses and file names.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Ofd => "ofd",
            Self::Pdf => "pdf",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Xml => "XML",
            Self::Ofd => "OFD",
            Self::Pdf => "PDF",
        }
    }
}

/// A file of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFile {
    /// How it is written.
    pub format: InvoiceFormat,
    /// Its bytes, as they came.
    pub file: StoredFile,
}

/// An invoice's number: 20 digits of a fully digital one (数电票); of older ones 8 to 40 letters, digits and hyphens, code and number as the
/// institution writes them. Blanks are dropped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InvoiceNumber(String);

impl InvoiceNumber {
    /// Digits of the number of a fully digital invoice.
    pub const DIGITAL: usize = 20;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is that of a fully digital invoice.
    #[must_use]
    pub fn is_digital(&self) -> bool {
        self.0.len() == Self::DIGITAL && self.0.bytes().all(|b| b.is_ascii_digit())
    }
}

impl FromStr for InvoiceNumber {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let number: String = entered(text)?.chars().filter(|c| *c != ' ').collect();
        let plain = number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if plain && (8..=40).contains(&number.len()) {
            Ok(Self(number))
        } else {
            Err(Invalid::Shape("发票号码应为 20 位数字；其他发票请填写发票代码和号码，8 至 40 位字母、数字或连字符"))
        }
    }
}

impl TryFrom<String> for InvoiceNumber {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<InvoiceNumber> for String {
    fn from(number: InvoiceNumber) -> String {
        number.0
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An invoice that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedInvoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// How much, tax included (价税合计).
    pub amount: Cny,
    /// The tax in it (税额), where the institution said so.
    pub tax: Option<Cny>,
    /// On which day.
    pub issued_on: Date,
    /// Its files, each format once; none of one on paper.
    pub files: Vec<InvoiceFile>,
    /// Whether a file of it was read and says the same. What cannot be read is no fault of it.
    pub checked: bool,
}

/// How a paper is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// With whom (快递公司).
    pub courier: String,
    /// Under which number (快递单号).
    pub tracking: String,
}
