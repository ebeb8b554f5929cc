//! Invoices for a fee: what is asked for, what was issued, what reverses it (红字发票).

use crate::money::Cny;
use crate::party::{BankAccount, Email, Phone};
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// What kind of invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 普通发票.
    Ordinary,
    /// 专用发票.
    Special,
}

/// What it is written on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceMedium {
    /// 电子发票.
    #[default]
    Electronic,
    /// 纸质发票.
    Paper,
}

/// What an invoice says of its buyer besides name and code; a special one has to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceBuyer {
    /// 公司地址.
    pub address: String,
    /// 公司电话.
    pub phone: Phone,
    /// 开户行名称 and 开户行账号.
    pub account: BankAccount,
    /// Whom to call about the invoice (联系电话).
    pub contact_phone: Phone,
}

/// An invoice that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceAsked {
    /// Ordinary or special.
    pub kind: InvoiceKind,
    /// On paper or not.
    #[serde(default)]
    pub medium: InvoiceMedium,
    /// Where it is sent.
    pub email: Email,
    /// What it says of its buyer.
    #[serde(default)]
    pub buyer: Option<InvoiceBuyer>,
}

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

/// A file of an invoice, by its digest; the bytes are a message of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFile {
    /// How it is written.
    pub format: InvoiceFormat,
    /// SM3 of its bytes, hexadecimal.
    pub digest: String,
    /// How many bytes.
    pub size: u64,
}

/// An invoice that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// How much.
    pub amount: Cny,
    /// On which day.
    pub issued_on: Date,
    /// Its files: at least one, each format once.
    pub files: Vec<InvoiceFile>,
}

/// Why an invoice is reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RedReason {
    /// 开票有误, code 1.
    Mistaken,
    /// 销货退回, code 2.
    Returned,
    /// 服务中止, code 3.
    Ended,
    /// 销售折让, code 4.
    Allowed,
}

impl RedReason {
    /// The words on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mistaken => "开票有误",
            Self::Returned => "销货退回",
            Self::Ended => "服务中止",
            Self::Allowed => "销售折让",
        }
    }
}

/// A red invoice: it takes back one that was issued, in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedInvoice {
    /// The number of the invoice it reverses.
    pub reverses: String,
    /// Why.
    pub reason: RedReason,
    /// The red invoice itself; its amount is what it takes back, and not below zero.
    pub invoice: Invoice,
}
