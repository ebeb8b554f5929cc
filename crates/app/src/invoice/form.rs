//! The forms: what the applicant asks for, and what the institution's staff says of what it issued.

use super::title::place;
use crate::error::{AppError, FieldError};
use crate::profile::conceal::Safe;
use crate::profile::reveal::texts;
use crate::world::World;
use domain::id::InvoiceId;
use domain::invoice::{InvoiceAsked, InvoiceItem, InvoiceKind, InvoiceMedium, InvoiceNumber, InvoiceTitle, RedReason};
use domain::money::Cny;
use domain::party::{AccountNumber, Concealed, Email, Mobile, Phone, masked};
use domain::profile::{EnterpriseProfile, ProfileItem};
use domain::time::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

/// What the applicant fills in. A number that is left empty is taken from the organisation's profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RequestForm {
    /// 发票种类, by its code.
    pub kind: String,
    /// 发票类型, by its code.
    pub medium: String,
    /// 公司地址.
    pub address: String,
    /// 公司电话.
    pub phone: String,
    /// 开户行名称.
    pub bank: String,
    /// 开户行账号.
    pub account: String,
    /// 联系电话.
    pub contact_phone: String,
    /// 邮箱.
    pub email: String,
}

/// What of the profile is taken where a field is left empty, as it may be shown.
#[derive(Clone, Debug, Default)]
pub struct FromProfile {
    /// 公司电话.
    pub phone: Option<String>,
    /// 开户行账号.
    pub account: Option<String>,
    /// 联系电话.
    pub contact_phone: Option<String>,
}

fn text(kept: Option<&impl Display>) -> String {
    kept.map(ToString::to_string).unwrap_or_default()
}

impl RequestForm {
    /// The form as it begins: what may be read of the profile stands in it, and the address mail was last sent to where that has none.
    pub(super) fn of(profile: Option<&EnterpriseProfile>, email: Option<&Email>) -> (Self, FromProfile) {
        let content = profile.map(|profile| profile.content.clone()).unwrap_or_default();
        let shown = |kept: &Option<Concealed>| kept.as_ref().map(|kept| kept.shown.clone());
        let known = FromProfile {
            phone: shown(&content.invoice_phone),
            account: shown(&content.invoice_account),
            contact_phone: shown(&content.contact_mobile),
        };
        let form = Self {
            kind: InvoiceKind::default().code().to_owned(),
            medium: InvoiceMedium::default().code().to_owned(),
            address: text(content.invoice_address.as_ref()),
            bank: text(content.invoice_bank.as_ref()),
            email: text(content.contact_email.as_ref().or(email)),
            ..Self::default()
        };
        (form, known)
    }
}

/// What is read of a request, field by field.
struct Reading<'a> {
    world: &'a World,
    safe: &'a Safe,
    id: InvoiceId,
    /// What the profile has under its masks.
    profile: BTreeMap<ProfileItem, String>,
    faults: Vec<FieldError>,
}

impl Reading<'_> {
    fn plain<T: FromStr>(&mut self, field: &'static str, text: &str) -> Option<T>
    where
        T::Err: Display,
    {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        text.parse().map_err(|error| self.faults.push(FieldError::new(field, error))).ok()
    }

    /// A number, as it is kept, of which the first and last so many characters are shown.
    fn hidden(&self, item: InvoiceItem, text: &str, shown: (usize, usize)) -> Result<Concealed, AppError> {
        self.safe.conceal(self.world, &place(self.id, item), text, masked(text, shown.0, shown.1))
    }

    /// A number that was typed, or that the profile has.
    fn number<T: FromStr + Display>(
        &mut self,
        item: InvoiceItem,
        typed: &str,
        from: ProfileItem,
        shown: (usize, usize),
    ) -> Result<Option<Concealed>, AppError>
    where
        T::Err: Display,
    {
        let value = if typed.trim().is_empty() {
            self.profile.get(&from).cloned()
        } else {
            self.plain::<T>(item.code(), typed).map(|value| value.to_string())
        };
        value.map(|value| self.hidden(item, &value, shown)).transpose()
    }
}

/// What the form says.
///
/// # Errors
/// [`AppError::Invalid`] with every fault, in the order of the form.
pub(super) fn asked(
    world: &World,
    safe: &Safe,
    profile: Option<&EnterpriseProfile>,
    id: InvoiceId,
    form: &RequestForm,
) -> Result<InvoiceAsked, AppError> {
    let known = profile.map(|profile| texts(safe, profile)).transpose()?.unwrap_or_default();
    let mut reading = Reading { world, safe, id, profile: known, faults: Vec::new() };
    let kind = InvoiceKind::ALL.into_iter().find(|kind| kind.code() == form.kind);
    let medium = InvoiceMedium::ALL.into_iter().find(|medium| medium.code() == form.medium);
    if kind.is_none() {
        reading.faults.push(FieldError::new("kind", "请选择发票种类"));
    }
    if medium.is_none() {
        reading.faults.push(FieldError::new("medium", "请选择发票类型"));
    }
    let title = InvoiceTitle {
        address: reading.plain("address", &form.address),
        phone: reading.number::<Phone>(InvoiceItem::Phone, &form.phone, ProfileItem::InvoicePhone, (4, 4))?,
        bank: reading.plain("bank", &form.bank),
        account: reading.number::<AccountNumber>(InvoiceItem::Account, &form.account, ProfileItem::InvoiceAccount, (4, 4))?,
    };
    let typed = form.contact_phone.trim();
    let contact = if typed.parse::<Mobile>().is_ok() {
        reading.number::<Mobile>(InvoiceItem::ContactPhone, typed, ProfileItem::ContactMobile, (3, 4))?
    } else {
        reading.number::<Phone>(InvoiceItem::ContactPhone, typed, ProfileItem::ContactMobile, (3, 4))?
    };
    if contact.is_none() && typed.is_empty() {
        reading.faults.push(FieldError::new("contact_phone", "请填写联系电话"));
    }
    let email: Option<Email> = form.email.trim().parse().map_err(|error| reading.faults.push(FieldError::new("email", error))).ok();
    let asked = kind.zip(medium).zip(contact.zip(email));
    let asked = asked.map(|((kind, medium), (contact_phone, email))| InvoiceAsked { kind, medium, title, contact_phone, email });
    match asked {
        Some(asked) if reading.faults.is_empty() => complete(asked),
        Some(_) | None => Err(AppError::Invalid(reading.faults)),
    }
}

/// What is missing is said at each field.
fn complete(asked: InvoiceAsked) -> Result<InvoiceAsked, AppError> {
    let why = match asked.kind {
        InvoiceKind::Special => "专用发票",
        InvoiceKind::Ordinary => asked.medium.label(),
    };
    let told = |item: InvoiceItem| FieldError::new(item.code(), format!("{why}须填写{}", item.label()));
    let faults: Vec<FieldError> = asked.missing().into_iter().map(told).collect();
    if faults.is_empty() { Ok(asked) } else { Err(AppError::Invalid(faults)) }
}

/// What the institution's staff says of an invoice it has issued, plain or red.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct IssueForm {
    /// Why, by its code; of a red one.
    pub reason: String,
    /// 发票号码.
    pub number: String,
    /// 价税合计, in yuan.
    pub amount: String,
    /// 税额, in yuan.
    pub tax: String,
    /// 开票日期.
    pub issued_on: String,
    /// The files that were taken before, under the platform's mark.
    pub kept: String,
}

/// What it says.
pub(super) struct Said {
    pub(super) number: InvoiceNumber,
    pub(super) amount: Cny,
    pub(super) tax: Cny,
    pub(super) issued_on: Date,
}

impl IssueForm {
    /// Number, amount, tax and day.
    ///
    /// # Errors
    /// [`AppError::Invalid`] with every fault, in the order of the form.
    pub(super) fn read(&self, today: Date) -> Result<Said, AppError> {
        let mut faults = Vec::new();
        let mut keep = |field, error: &dyn Display| faults.push(FieldError::new(field, error));
        let number = self.number.parse::<InvoiceNumber>().map_err(|error| keep("number", &error)).ok();
        let amount = Cny::parse_yuan(self.amount.trim()).map_err(|error| keep("amount", &error)).ok();
        let tax = Cny::parse_yuan(self.tax.trim()).map_err(|error| keep("tax", &error)).ok();
        let day = self.issued_on.trim().parse::<Date>().map_err(|_| keep("issued_on", &"日期应为 2026-11-21 的形式")).ok();
        if day.is_some_and(|day| day > today) {
            keep("issued_on", &"开票日期不能晚于今天");
        }
        match (number, amount, tax, day) {
            (Some(number), Some(amount), Some(tax), Some(issued_on)) if faults.is_empty() => Ok(Said { number, amount, tax, issued_on }),
            _ => Err(AppError::Invalid(faults)),
        }
    }

    /// Why it is reversed.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for none.
    pub(super) fn reason(&self) -> Result<RedReason, AppError> {
        let found = RedReason::ALL.into_iter().find(|reason| reason.code() == self.reason);
        found.ok_or_else(|| AppError::Invalid(vec![FieldError::new("reason", "请选择冲红原因")]))
    }
}
