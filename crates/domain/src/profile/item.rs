//! What a profile is made of, item by item.

use serde::{Deserialize, Serialize};

macro_rules! items {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $label:literal;)*) => {
        /// A field or a kind of file of a profile.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ProfileItem {
            $($(#[$doc])* $name,)*
        }

        impl ProfileItem {
            /// Every item, in the order of the form.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in forms and in what the ciphertexts are bound to.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The word on screens, from the manuals where they have one.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

items! {
    /// Where the organisation is (Henan manual 2.1).
    Address, "address", "地址";
    /// The bank of its basic account.
    Bank, "bank", "基本户开户行";
    /// The number of that account.
    Account, "account", "基本户账号";
    /// Its legal representative.
    LegalName, "legal_name", "法定代表人";
    /// That person's identity number.
    LegalNumber, "legal_number", "法定代表人身份证号";
    /// Whom one calls.
    Contact, "contact", "联系人";
    /// That person's mobile.
    ContactMobile, "contact_mobile", "联系人手机号";
    /// That person's e-mail address.
    ContactEmail, "contact_email", "电子邮箱";
    /// The address on invoices (Xinjiang manual 1.2.7).
    InvoiceAddress, "invoice_address", "公司地址";
    /// The telephone number on invoices.
    InvoicePhone, "invoice_phone", "公司电话";
    /// The bank on invoices.
    InvoiceBank, "invoice_bank", "开户行名称";
    /// The account on invoices.
    InvoiceAccount, "invoice_account", "开户行账号";
    /// The legal representative's identity card (Henan manual 2.1).
    LegalCard, "legal_card", "法人身份证";
    /// The business licence.
    BusinessLicence, "business_licence", "营业执照";
    /// Certificates of qualification.
    Qualification, "qualification", "资质证书";
    /// The permit to open the basic account, or what the bank says of it.
    AccountPermit, "account_permit", "开户许可/基本存款账户信息";
}

impl ProfileItem {
    /// Whether a centre's staff holds it against papers: a change of it has to be verified anew.
    #[must_use]
    pub const fn is_verified(self) -> bool {
        match self {
            Self::Address
            | Self::Bank
            | Self::Account
            | Self::LegalName
            | Self::LegalNumber
            | Self::LegalCard
            | Self::BusinessLicence
            | Self::Qualification
            | Self::AccountPermit => true,
            Self::Contact
            | Self::ContactMobile
            | Self::ContactEmail
            | Self::InvoiceAddress
            | Self::InvoicePhone
            | Self::InvoiceBank
            | Self::InvoiceAccount => false,
        }
    }
}
