//! The form of a profile: what was typed, as the profile keeps it.

use super::conceal::Safe;
use crate::error::{AppError, FieldError};
use crate::world::World;
use domain::party::{AccountNumber, Concealed, IdentityNumber, Mobile, Phone, masked};
use domain::profile::{ProfileContent, ProfileItem};
use gm::digest::sm3_hex;
use serde::Deserialize;
use std::fmt::Display;
use std::str::FromStr;

/// What is written into a concealed field to take out what is kept.
const TAKEN_OUT: &str = "无";

/// The form as it was filled in. What is concealed and left empty stays as it is, and is taken out where the field says so; what is not concealed and left empty is taken out. What
/// invoices say is taken from above where it is left empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// Where the organisation is.
    pub address: String,
    /// The bank of its basic account.
    pub bank: String,
    /// The number of that account.
    pub account: String,
    /// Its legal representative.
    pub legal_name: String,
    /// That person's identity number.
    pub legal_number: String,
    /// Whom one calls.
    pub contact: String,
    /// That person's mobile.
    pub contact_mobile: String,
    /// That person's e-mail address.
    pub contact_email: String,
    /// The address on invoices.
    pub invoice_address: String,
    /// The telephone number on invoices.
    pub invoice_phone: String,
    /// The bank on invoices.
    pub invoice_bank: String,
    /// The account on invoices.
    pub invoice_account: String,
    /// What stood when the form was opened, in short: whoever changes it has seen this. Empty where nothing is held against it.
    pub stands: String,
}

/// What a profile says, in short.
pub(super) fn stands(content: &ProfileContent) -> Result<String, AppError> {
    let text = serde_json::to_string(content).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok(sm3_hex(text.as_bytes()))
}

fn text(kept: Option<&impl Display>) -> String {
    kept.map(ToString::to_string).unwrap_or_default()
}

impl Form {
    /// The form filled in with what is kept; what is concealed stays empty.
    #[must_use]
    pub fn of(content: &ProfileContent) -> Self {
        Self {
            address: text(content.address.as_ref()),
            bank: text(content.bank.as_ref()),
            legal_name: text(content.legal_name.as_ref()),
            contact: text(content.contact.as_ref()),
            contact_email: text(content.contact_email.as_ref()),
            invoice_address: text(content.invoice_address.as_ref()),
            invoice_bank: text(content.invoice_bank.as_ref()),
            ..Self::default()
        }
    }
}

/// What is read of a form, field by field.
struct Reading<'a> {
    world: &'a World,
    safe: &'a Safe,
    faults: Vec<FieldError>,
}

impl Reading<'_> {
    /// A field that is kept as it is.
    fn plain<T: FromStr>(&mut self, item: ProfileItem, text: &str) -> Option<T>
    where
        T::Err: Display,
    {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        text.parse().map_err(|error| self.faults.push(FieldError::new(item.code(), error))).ok()
    }

    /// A field that is kept concealed, of which the first and last so many characters are shown.
    fn hidden<T: FromStr + Display>(
        &mut self,
        item: ProfileItem,
        text: &str,
        shown: (usize, usize),
        before: Option<&Concealed>,
    ) -> Result<Option<Concealed>, AppError>
    where
        T::Err: Display,
    {
        if text.trim() == TAKEN_OUT {
            return Ok(None);
        }
        let Some(value) = self.plain::<T>(item, text) else { return Ok(before.cloned()) };
        let value = value.to_string();
        // Typed again as it is kept: nothing has changed.
        if let Some(before) = before
            && self.safe.reveal(item.code(), before)? == value
        {
            return Ok(Some(before.clone()));
        }
        let shown = masked(&value, shown.0, shown.1);
        self.safe.conceal(self.world, item.code(), &value, shown).map(Some)
    }

    /// The same text in another field, where that was left empty and holds nothing yet.
    fn taken_over(&self, from: ProfileItem, concealed: Option<&Concealed>, to: ProfileItem) -> Result<Option<Concealed>, AppError> {
        let Some(concealed) = concealed else { return Ok(None) };
        let text = self.safe.reveal(from.code(), concealed)?;
        self.safe.conceal(self.world, to.code(), &text, concealed.shown.clone()).map(Some)
    }
}

/// What the form says, over what was kept before.
///
/// # Errors
/// [`AppError::Invalid`] with every fault, in the order of the form.
pub(super) fn read(world: &World, safe: &Safe, form: &Form, before: &ProfileContent) -> Result<ProfileContent, AppError> {
    use ProfileItem as I;
    let mut reading = Reading { world, safe, faults: Vec::new() };
    let follows = match (&before.account, &before.invoice_account) {
        (Some(basic), Some(invoices)) => safe.reveal(I::Account.code(), basic)? == safe.reveal(I::InvoiceAccount.code(), invoices)?,
        (Some(_) | None, Some(_) | None) => false,
    };
    let address = reading.plain(I::Address, &form.address);
    let bank = reading.plain(I::Bank, &form.bank);
    let account = reading.hidden::<AccountNumber>(I::Account, &form.account, (4, 4), before.account.as_ref())?;
    let legal_name = reading.plain(I::LegalName, &form.legal_name);
    let legal_number = reading.hidden::<IdentityNumber>(I::LegalNumber, &form.legal_number, (3, 4), before.legal_number.as_ref())?;
    let contact = reading.plain(I::Contact, &form.contact);
    let contact_mobile = reading.hidden::<Mobile>(I::ContactMobile, &form.contact_mobile, (3, 4), before.contact_mobile.as_ref())?;
    let contact_email = reading.plain(I::ContactEmail, &form.contact_email);
    let invoice_address = reading.plain(I::InvoiceAddress, &form.invoice_address).or_else(|| address.clone());
    let invoice_phone = reading.hidden::<Phone>(I::InvoicePhone, &form.invoice_phone, (4, 4), before.invoice_phone.as_ref())?;
    let invoice_bank = reading.plain(I::InvoiceBank, &form.invoice_bank).or_else(|| bank.clone());
    // What was the basic account's stays so when that changes.
    let own_before = before.invoice_account.as_ref().filter(|_| !follows || account == before.account);
    let own = reading.hidden::<AccountNumber>(I::InvoiceAccount, &form.invoice_account, (4, 4), own_before)?;
    let invoice_account = match own {
        None => reading.taken_over(I::Account, account.as_ref(), I::InvoiceAccount)?,
        own => own,
    };
    for (item, name) in [(I::LegalName, &form.legal_name), (I::Contact, &form.contact)] {
        let shown = world.glyphs.fault(item.code(), name).filter(|_| reading.faults.iter().all(|fault| fault.field != item.code()));
        reading.faults.extend(shown);
    }
    if !reading.faults.is_empty() {
        return Err(AppError::Invalid(reading.faults));
    }
    Ok(ProfileContent {
        address,
        bank,
        account,
        legal_name,
        legal_number,
        contact,
        contact_mobile,
        contact_email,
        invoice_address,
        invoice_phone,
        invoice_bank,
        invoice_account,
    })
}
