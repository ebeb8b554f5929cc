//! Filling in: at any time, by the organisation's people.

use super::{EnterpriseProfile, ProfileContent, ProfileEvent, ProfileItem};

/// The items of which two contents differ.
fn differing(before: &ProfileContent, after: &ProfileContent) -> Vec<ProfileItem> {
    use ProfileItem as I;
    let pairs = [
        (I::Address, before.address != after.address),
        (I::Bank, before.bank != after.bank),
        (I::Account, before.account != after.account),
        (I::LegalName, before.legal_name != after.legal_name),
        (I::LegalNumber, before.legal_number != after.legal_number),
        (I::Contact, before.contact != after.contact),
        (I::ContactMobile, before.contact_mobile != after.contact_mobile),
        (I::ContactEmail, before.contact_email != after.contact_email),
        (I::InvoiceAddress, before.invoice_address != after.invoice_address),
        (I::InvoicePhone, before.invoice_phone != after.invoice_phone),
        (I::InvoiceBank, before.invoice_bank != after.invoice_bank),
        (I::InvoiceAccount, before.invoice_account != after.invoice_account),
    ];
    pairs.into_iter().filter_map(|(item, differs)| differs.then_some(item)).collect()
}

/// Fills in; `None` when nothing is other than before.
#[must_use]
pub fn change(profile: &EnterpriseProfile, content: ProfileContent) -> Option<ProfileEvent> {
    let items = differing(&profile.content, &content);
    (!items.is_empty()).then(|| ProfileEvent::Changed { content: Box::new(content), items })
}
