//! What is asked for, and what the invoice says of its buyer besides name and code.

use crate::party::{BankName, Concealed, Email, PostalAddress};
use serde::{Deserialize, Serialize};

/// What kind of invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 普通发票.
    #[default]
    Ordinary,
    /// 专用发票.
    Special,
}

impl InvoiceKind {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Ordinary, Self::Special];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Special => "special",
        }
    }

    /// The word on screens (Hunan manual 5.2.3).
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ordinary => "增值税普通发票",
            Self::Special => "增值税专用发票",
        }
    }
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

impl InvoiceMedium {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Electronic, Self::Paper];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Electronic => "electronic",
            Self::Paper => "paper",
        }
    }

    /// The word on screens (Hunan manual 5.2.3).
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Electronic => "电子发票",
            Self::Paper => "纸质发票",
        }
    }
}

/// A field of what is said of the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvoiceItem {
    /// 公司地址.
    Address,
    /// 公司电话.
    Phone,
    /// 开户行名称.
    Bank,
    /// 开户行账号.
    Account,
    /// 联系电话.
    ContactPhone,
}

impl InvoiceItem {
    /// What a special invoice has to say of its buyer, in the order of the form.
    pub const OF_SPECIAL: [Self; 4] = [Self::Address, Self::Phone, Self::Bank, Self::Account];

    /// Its name in forms and in what the ciphertexts are bound to.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Bank => "bank",
            Self::Account => "account",
            Self::ContactPhone => "contact_phone",
        }
    }

    /// The word on screens (Xinjiang manual 1.2.7).
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Address => "公司地址",
            Self::Phone => "公司电话",
            Self::Bank => "开户行名称",
            Self::Account => "开户行账号",
            Self::ContactPhone => "联系电话",
        }
    }
}

/// What an invoice says of its buyer besides name and code. Numbers are kept encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceTitle {
    /// 公司地址. Where a paper one is sent to.
    pub address: Option<PostalAddress>,
    /// 公司电话.
    pub phone: Option<Concealed>,
    /// 开户行名称.
    pub bank: Option<BankName>,
    /// 开户行账号.
    pub account: Option<Concealed>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceAsked {
    /// Ordinary or special.
    pub kind: InvoiceKind,
    /// On paper or not.
    pub medium: InvoiceMedium,
    /// What it says of its buyer.
    pub title: InvoiceTitle,
    /// Whom to call about it (联系电话).
    pub contact_phone: Concealed,
    /// Where it is sent.
    pub email: Email,
}

impl InvoiceAsked {
    /// What it lacks, in the order of the form: a special one says all of its buyer (增值税专用发票), and a paper one has to be sent somewhere.
    #[must_use]
    pub fn missing(&self) -> Vec<InvoiceItem> {
        let title = &self.title;
        let lacks = |item: &InvoiceItem| match item {
            InvoiceItem::Address => title.address.is_none(),
            InvoiceItem::Phone => title.phone.is_none(),
            InvoiceItem::Bank => title.bank.is_none(),
            InvoiceItem::Account => title.account.is_none(),
            InvoiceItem::ContactPhone => false,
        };
        let needed: &[InvoiceItem] = match (self.kind, self.medium) {
            (InvoiceKind::Special, _) => &InvoiceItem::OF_SPECIAL,
            (InvoiceKind::Ordinary, InvoiceMedium::Paper) => &[InvoiceItem::Address],
            (InvoiceKind::Ordinary, InvoiceMedium::Electronic) => &[],
        };
        needed.iter().copied().filter(lacks).collect()
    }
}
