//! What a profile is filled in for, and what of that is missing.

use super::{EnterpriseProfile, ProfileFileKind, ProfileItem};
use crate::time::Date;

/// What a profile is filled in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProfileNeed {
    /// To apply for guarantees without typing the contact each time.
    Application,
    /// To have invoices.
    Invoice,
    /// To ask for credit, and to have the profile verified.
    Credit,
}

impl ProfileNeed {
    /// Every need, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Application, Self::Invoice, Self::Credit];

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Application => "办理保函",
            Self::Invoice => "开具发票",
            Self::Credit => "企业核验与授信申请",
        }
    }

    /// The items that are needed.
    #[must_use]
    pub const fn items(self) -> &'static [ProfileItem] {
        use ProfileItem as I;
        match self {
            Self::Application => &[I::Contact, I::ContactMobile, I::ContactEmail],
            Self::Invoice => &[I::InvoiceAddress, I::InvoicePhone, I::InvoiceBank, I::InvoiceAccount],
            Self::Credit => &[
                I::Address,
                I::Bank,
                I::Account,
                I::LegalName,
                I::LegalNumber,
                I::Contact,
                I::ContactMobile,
                I::ContactEmail,
                I::LegalCard,
                I::BusinessLicence,
                I::AccountPermit,
            ],
        }
    }
}

impl EnterpriseProfile {
    /// Whether an item is there on `today`; a file whose validity has ended is not.
    #[must_use]
    pub fn has(&self, item: ProfileItem, today: Date) -> bool {
        let content = &self.content;
        let of_kind = |kind| self.files.iter().any(|file| file.kind == kind && !file.has_ended(today));
        match item {
            ProfileItem::Address => content.address.is_some(),
            ProfileItem::Bank => content.bank.is_some(),
            ProfileItem::Account => content.account.is_some(),
            ProfileItem::LegalName => content.legal_name.is_some(),
            ProfileItem::LegalNumber => content.legal_number.is_some(),
            ProfileItem::Contact => content.contact.is_some(),
            ProfileItem::ContactMobile => content.contact_mobile.is_some(),
            ProfileItem::ContactEmail => content.contact_email.is_some(),
            ProfileItem::InvoiceAddress => content.invoice_address.is_some(),
            ProfileItem::InvoicePhone => content.invoice_phone.is_some(),
            ProfileItem::InvoiceBank => content.invoice_bank.is_some(),
            ProfileItem::InvoiceAccount => content.invoice_account.is_some(),
            ProfileItem::LegalCard => of_kind(ProfileFileKind::LegalCard),
            ProfileItem::BusinessLicence => of_kind(ProfileFileKind::BusinessLicence),
            ProfileItem::Qualification => of_kind(ProfileFileKind::Qualification),
            ProfileItem::AccountPermit => of_kind(ProfileFileKind::AccountPermit),
        }
    }

    /// What is missing on `today` for a need, in the order of the form.
    #[must_use]
    pub fn missing(&self, need: ProfileNeed, today: Date) -> Vec<ProfileItem> {
        need.items().iter().copied().filter(|item| !self.has(*item, today)).collect()
    }

    /// How much of all that is needed for anything is there, in percent.
    #[must_use]
    pub fn filled(&self, today: Date) -> usize {
        let mut wanted: Vec<ProfileItem> = ProfileNeed::ALL.into_iter().flat_map(|need| need.items().iter().copied()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.iter().filter(|item| self.has(**item, today)).count() * 100 / wanted.len().max(1)
    }
}
