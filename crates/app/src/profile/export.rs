//! All that is held about one's organisation, as a zip: what it says of itself in plain text, its files, its orders and invoices (个人信息保护法 art. 45).

use super::conceal::Safe;
use super::load::load_own;
use super::reveal::{bytes, seen, texts};
use crate::error::AppError;
use crate::invoice::title::texts as numbers;
use crate::listing::{self, Filter};
use crate::report::table::{Value, table};
use crate::world::{Caller, World};
use documents::package;
use domain::access::{Action, scope};
use domain::application::Application;
use domain::invoice::{Invoice, InvoiceItem};
use domain::party::Party;
use domain::profile::{EnterpriseProfile, ProfileEvent, ProfileItem};
use domain::representative::Person;
use std::collections::BTreeMap;
use std::fmt::Write;
use store::Query;
use store::event::Entry;
use tokio::sync::Semaphore;

/// A field's text: what is concealed from `hidden`.
fn text(profile: &EnterpriseProfile, item: ProfileItem, hidden: &BTreeMap<ProfileItem, String>) -> String {
    let content = &profile.content;
    let plain = match item {
        ProfileItem::Address => content.address.as_ref().map(ToString::to_string),
        ProfileItem::Bank => content.bank.as_ref().map(ToString::to_string),
        ProfileItem::LegalName => content.legal_name.as_ref().map(ToString::to_string),
        ProfileItem::Contact => content.contact.as_ref().map(ToString::to_string),
        ProfileItem::ContactEmail => content.contact_email.as_ref().map(ToString::to_string),
        ProfileItem::InvoiceAddress => content.invoice_address.as_ref().map(ToString::to_string),
        ProfileItem::InvoiceBank => content.invoice_bank.as_ref().map(ToString::to_string),
        ProfileItem::Account
        | ProfileItem::LegalNumber
        | ProfileItem::ContactMobile
        | ProfileItem::InvoicePhone
        | ProfileItem::InvoiceAccount => hidden.get(&item).cloned(),
        ProfileItem::LegalCard | ProfileItem::BusinessLicence | ProfileItem::Qualification | ProfileItem::AccountPermit => None,
    };
    plain.unwrap_or_else(|| "未填写".to_owned())
}

/// What it says of itself, and who changed what.
fn page(
    party: &Party,
    profile: Option<&EnterpriseProfile>,
    hidden: &BTreeMap<ProfileItem, String>,
    history: &[Entry],
) -> Result<String, AppError> {
    let bug = |error: &dyn std::fmt::Display| AppError::Bug(error.to_string());
    let mut page = format!("企业信息\r\n\r\n单位名称：{}\r\n统一社会信用代码：{}\r\n", party.name, party.uscc);
    if let Some(profile) = profile {
        for item in ProfileItem::ALL.iter().filter(|item| item.file().is_none()) {
            write!(page, "{}：{}\r\n", item.label(), text(profile, *item, hidden)).map_err(|error| bug(&error))?;
        }
        page.push_str("\r\n材料\r\n");
        for (number, file) in (1..).zip(&profile.files) {
            let until = file.until.map_or_else(|| "长期".to_owned(), |until| until.to_string());
            let label = file.kind.item().label();
            write!(page, "{number:02} {label}，{}，有效期至 {until}，{} 字节，SM3 {}\r\n", file.name, file.size, file.digest)
                .map_err(|error| bug(&error))?;
        }
    }
    page.push_str("\r\n变更记录\r\n");
    for entry in history {
        let event: ProfileEvent = serde_json::from_str(&entry.payload).map_err(|error| bug(&error))?;
        write!(page, "{} {} {}\r\n", entry.at.to_seconds(), entry.actor, event.label()).map_err(|error| bug(&error))?;
    }
    Ok(page)
}

/// Who acts for it, and who did.
fn people_page(safe: Option<&Safe>, people: Vec<Person>) -> Result<String, AppError> {
    let mut page = String::from("\r\n经办人\r\n");
    for person in people {
        let mobile = match (safe, &person.mobile) {
            (Some(safe), Some(kept)) => safe.reveal(&person.id.to_string(), kept)?,
            _ => "未登记手机".to_owned(),
        };
        let until = person.until.map_or_else(|| "在用".to_owned(), |until| format!("{}停用", until.to_seconds()));
        write!(page, "{}，{}，{mobile}，{} 登记，{until}\r\n", person.name, person.duties.label(), person.since.to_seconds())
            .map_err(|error| AppError::Bug(error.to_string()))?;
    }
    Ok(page)
}

/// The orders as a table.
fn applications_table(applications: &[Application]) -> Result<Vec<u8>, AppError> {
    let rows = applications.iter().map(|application| {
        let facts = &application.facts;
        let title = facts.lot.title();
        vec![
            Value::Text(facts.number.to_string()),
            Value::Text(facts.kind.label().to_owned()),
            Value::Text(title.map(|(number, _)| number.to_string()).unwrap_or_default()),
            Value::Text(title.map(|(_, name)| name.to_owned()).unwrap_or_default()),
            Value::Text(facts.guarantor.name.to_string()),
            Value::Money(facts.amount),
            Value::Money(facts.fee),
            Value::Text(facts.drafted_at.to_seconds()),
            Value::Text(application.state.label().to_owned()),
        ]
    });
    let headings = ["订单编号", "保函类型", "编号", "名称", "出函机构", "担保金额", "费用", "时间", "状态"];
    table("订单", &headings, rows)
}

/// The invoices as a table, with what each says of its buyer.
async fn invoices_table(world: &World, query: &mut impl Query, invoices: &[Invoice]) -> Result<Vec<u8>, AppError> {
    let mut rows = Vec::new();
    for invoice in invoices {
        let (facts, numbers) = (&invoice.facts, numbers(world, query, invoice).await?);
        let asked = &facts.asked;
        let number = |item: InvoiceItem| Value::Text(numbers.get(&item).cloned().unwrap_or_default());
        rows.push(vec![
            Value::Text(facts.number.to_string()),
            Value::Text(asked.kind.label().to_owned()),
            Value::Text(asked.medium.label().to_owned()),
            Value::Money(facts.amount),
            Value::Text(asked.title.address.as_ref().map(ToString::to_string).unwrap_or_default()),
            number(InvoiceItem::Phone),
            Value::Text(asked.title.bank.as_ref().map(ToString::to_string).unwrap_or_default()),
            number(InvoiceItem::Account),
            number(InvoiceItem::ContactPhone),
            Value::Text(asked.email.to_string()),
            Value::Text(facts.requested_at.to_seconds()),
            Value::Text(invoice.state.issued().map(|issued| issued.number.to_string()).unwrap_or_default()),
            Value::Text(invoice.state.label().to_owned()),
        ]);
    }
    let title = ["公司地址", "公司电话", "开户行名称", "开户行账号", "联系电话", "邮箱"];
    let headings = [["订单编号", "发票种类", "发票类型", "账单金额"].as_slice(), &title, &["申请时间", "发票号码", "状态"]].concat();
    table("发票", &headings, rows.into_iter())
}

/// Exports that are put together at a time: each is in memory whole, as large as all of an organisation's files.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// After how many seconds there may be room for another.
const ROOM: u32 = 10;

/// Everything as one zip, packed beside the threads that answer. That it was taken is written into the audit log.
///
/// # Errors
/// [`AppError::NotFound`] to those who apply for nothing; [`AppError::Busy`] while others are put together.
pub async fn export(world: &World, caller: &Caller) -> Result<Vec<u8>, AppError> {
    let own = load_own(world, caller, Action::ExportProfile).await?;
    let _place = AT_ONCE.try_acquire().map_err(|_| AppError::Busy(ROOM))?;
    let mut reader = world.store.reader();
    let safe = Safe::find(world, &mut reader, own.party.organisation).await?;
    let mut entries = Vec::new();
    let hidden = match (&safe, &own.profile) {
        (Some(safe), Some(profile)) => {
            for (number, file) in (1..).zip(&profile.files) {
                let name = format!("材料/{number:02}-{}.{}", file.kind.code(), file.media);
                entries.push((name, bytes(world, safe, file).await?));
            }
            texts(safe, profile)?
        }
        _ => BTreeMap::new(),
    };
    let history = store::event::history(&mut reader, &own.party.organisation.to_string()).await?;
    // With a mark of its encoding, as what opens it on most desks asks for one.
    let people = store::representative::load(&mut reader, own.party.organisation).await?;
    let people = people_page(safe.as_ref(), people.map(|people| people.people).unwrap_or_default())?;
    let page = format!("\u{feff}{}{people}", page(&own.party, own.profile.as_ref(), &hidden, &history)?);
    entries.insert(0, ("企业信息.txt".to_owned(), page.into_bytes()));
    let scope = scope(&caller.actor);
    let read = async |before, limit| store::application::list(&mut world.store.reader(), &scope, &Filter::default(), before, limit).await;
    let applications = listing::all(read, |row: &Application| row.facts.id).await?;
    let read = async |before, limit| store::invoice::list(&mut world.store.reader(), &scope, &Filter::default(), before, limit).await;
    let invoices = listing::all(read, |row: &Invoice| row.facts.id).await?;
    entries.push(("发票.xlsx".to_owned(), invoices_table(world, &mut reader, &invoices).await?));
    let packed = tokio::task::spawn_blocking(move || {
        entries.push(("订单.xlsx".to_owned(), applications_table(&applications)?));
        package::write_all(&entries).map_err(|error| AppError::Bug(error.to_string()))
    });
    let zip = packed.await.map_err(|error| AppError::Bug(error.to_string()))??;
    seen(world, own.stamp).await?;
    Ok(zip)
}
