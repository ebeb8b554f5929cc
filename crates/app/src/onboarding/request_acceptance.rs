//! Asking for acceptance (验收申请): whoever has proved to be the contact hands in how the institution will work.

use super::field::{at_code, field, text};
use super::ticket::ticketed;
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::phone_code::prove::prove;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::document::Attachment;
use domain::id::InstitutionId;
use domain::institution::{Connection, Institution, InterfaceVersion, Limits, Wire};
use domain::onboarding::{ATTACHMENTS_MAX, Acceptance, Onboarding, request_acceptance};
use domain::party::{BankAccount, Mobile};
use domain::phone_code::Purpose;
use partners::institution::address::Address;
use std::collections::BTreeSet;

/// The form as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// What shows that the onboarding was proved.
    pub ticket: String,
    /// The name on lists.
    pub short_name: String,
    /// `hosted`, or the code of a wire.
    pub connection: String,
    /// Where its own system is.
    pub address: String,
    /// Account number.
    pub account_number: String,
    /// Account holder.
    pub account_holder: String,
    /// The account's bank.
    pub account_bank: String,
    /// Logo.
    pub logo: Option<Attachment>,
    /// Contact.
    pub contact: String,
    /// The contact's mobile.
    pub mobile: String,
    /// The digits sent to it.
    pub code: String,
    /// Files.
    pub attachments: Vec<Attachment>,
}

fn connection(world: &World, form: &Form, faults: &mut Vec<FieldError>) -> Option<Connection> {
    if form.connection == "hosted" {
        return Some(Connection::Hosted);
    }
    let Some(wire) = Wire::ALL.into_iter().find(|wire| wire.code() == form.connection) else {
        faults.push(FieldError::new("connection", "请选择接入方式"));
        return None;
    };
    let address = Address::parse(&form.address, world.institutions.loopback());
    match address {
        Ok(address) => Some(Connection::OwnSystem { address: address.to_string(), wire }),
        Err(error) => {
            faults.push(FieldError::new("address", error));
            None
        }
    }
}

fn read(world: &World, form: &Form, faults: &mut Vec<FieldError>) -> Option<Acceptance> {
    let connection = connection(world, form, faults);
    let short_name = text(faults, "short_name", &form.short_name, 2..=20, "机构简称应为 2 至 20 个字");
    let holder = text(faults, "account_holder", &form.account_holder, 2..=100, "请填写收款账户户名");
    let number: String = form.account_number.chars().filter(|c| !c.is_whitespace()).collect();
    if !(8..=32).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_digit()) {
        faults.push(FieldError::new("account_number", "收款账号应为 8 至 32 位数字"));
    }
    let bank = text(faults, "account_bank", &form.account_bank, 2..=100, "请填写开户银行");
    if form.logo.as_ref().is_some_and(|logo| !crate::document::attachment::is_picture(logo)) {
        faults.push(FieldError::new("logo", "Logo 应为 PNG 或 JPG 图片"));
    }
    let contact = field(faults, "contact", &form.contact);
    let mobile: Option<Mobile> = field(faults, "mobile", &form.mobile);
    if form.attachments.len() > ATTACHMENTS_MAX {
        faults.push(FieldError::new("attachments", format!("附件最多 {ATTACHMENTS_MAX} 个")));
    }
    Some(Acceptance {
        short_name,
        connection: connection?,
        account: BankAccount { number, holder, bank },
        logo: form.logo.clone(),
        contact: contact?,
        mobile: mobile?,
        attachments: form.attachments.clone(),
    })
}

/// The institution that an onboarding becomes.
fn institution(world: &World, onboarding: &Onboarding, acceptance: &Acceptance, organisation: domain::id::OrganisationId) -> Institution {
    let profile = &onboarding.profile;
    Institution {
        id: world.id(InstitutionId::new),
        organisation,
        uscc: onboarding.facts.uscc.clone(),
        name: profile.name.clone(),
        short_name: acceptance.short_name.clone(),
        kind: profile.kind,
        introduction: profile.introduction.clone(),
        logo: acceptance.logo.clone(),
        account: acceptance.account.clone(),
        connection: acceptance.connection.clone(),
        interface: InterfaceVersion::default(),
        licences: Vec::new(),
        limits: Limits::default(),
        closed_days: BTreeSet::new(),
    }
}

/// The onboarding behind a form's ticket.
///
/// # Errors
/// [`AppError::NotFound`] when the ticket is not ours or has expired.
pub async fn of_ticket(world: &World, ticket: &str) -> Result<Onboarding, AppError> {
    let id = ticketed(world, ticket).ok_or(AppError::NotFound)?;
    store::onboarding::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)
}

/// Asks for acceptance. An institution that already works on another site keeps its account and address until the centre accepts.
///
/// # Errors
/// [`AppError::Invalid`] with every fault of the form; [`AppError::NotFound`] without a ticket; [`AppError::Refused`].
pub async fn request_acceptance(world: &World, caller: &Caller, form: &Form) -> Result<Onboarding, AppError> {
    let onboarding = of_ticket(world, &form.ticket).await?;
    let stamp = caller.stamp(world, Action::Onboard, Relation::Stranger, onboarding.facts.id)?;
    request_acceptance::check(&onboarding)?;
    let mut faults = Vec::new();
    let read = read(world, form, &mut faults);
    if form.code.trim().is_empty() {
        faults.push(FieldError::new("code", "请填写短信验证码"));
    }
    let acceptance = match read {
        Some(read) if faults.is_empty() => read,
        Some(_) | None => return Err(AppError::Invalid(faults)),
    };
    let uscc = onboarding.facts.uscc.clone();
    let code = prove(world, Purpose::Contact, &uscc, &acceptance.mobile, &form.code).await.map_err(at_code)?;
    let mut reader = world.store.reader();
    let organisation = store::organisation::load_by_uscc(&mut reader, &uscc).await?;
    let organisation = organisation.ok_or_else(|| AppError::Bug("an admitted institution has no organisation".into()))?.id;
    let known = store::institution::load_by_organisation(&mut reader, organisation).await?;
    let taken = store::institution::load_by_account(&mut reader, &acceptance.account.number).await?;
    if taken.is_some_and(|other| other.organisation != organisation) {
        return Err(AppError::Invalid(vec![FieldError::new("account_number", "该收款账号已由其他机构登记，请核对")]));
    }
    let fresh = known.is_none().then(|| institution(world, &onboarding, &acceptance, organisation));
    let id = known.as_ref().or(fresh.as_ref()).map(|institution| institution.id);
    let id = id.ok_or_else(|| AppError::Bug("no institution".into()))?;
    let event = request_acceptance::request_acceptance(&onboarding, acceptance, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            if let Some(fresh) = &fresh {
                store::institution::save(w.tx(), fresh)?;
            }
            store::phone_code::use_up(w.tx(), &code)?;
            w.append(onboarding, &event)
        })
    })
    .await
}
