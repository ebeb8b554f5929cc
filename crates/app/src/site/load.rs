use super::contact::{Contacts, PortalLinks};
use super::overlay::{leaves, overlay, says};
use super::{ComplaintTarget, Guarantors, Key, Origin, Site, Sites, Words};
use domain::complaint::ComplaintRules;
use domain::complaint::clock::DAYS_MAX;
use domain::institution::exposure::ExposureRule;
use domain::invoice::VatRule;
use domain::money::Ppm;
use domain::product::GuaranteeKind;
use domain::qr::Channel;
use domain::session::SessionRules;
use domain::site::{EnteredLots, InvoiceAfter, SiteCode, SiteRules};
use domain::time::{CalendarError, Date, Timestamp, WorkCalendar, YearTable};
use domain::underlying::KindRules;
use partners::phone;
use partners::portal::Settings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Why the sites cannot be used. Each stops the start.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file is missing or unreadable.
    #[error("站点文件 {0} 无法读取：{1}")]
    Unreadable(PathBuf, std::io::Error),
    /// A file has a wrong or unknown key.
    #[error("站点文件 {0} 有误：{1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
    /// A file says something that cannot be.
    #[error("站点文件 {0} 有误：{1}")]
    Content(PathBuf, String),
    /// The code in a file is not the one in its name.
    #[error("站点文件 {0} 的 code 与文件名不符")]
    Misnamed(PathBuf),
    /// There is no file of the province that a prefecture names.
    #[error("站点文件 {0} 的 province = \"{1}\" 没有对应的站点文件，请补上 {1}.toml 或改正代码")]
    NoProvince(PathBuf, String),
    /// What a prefecture names is no province of its own.
    #[error("站点文件 {0} 的 province = \"{1}\" 不是它所在的省：只继承一级，上级须是省（代码末四位为 0）、包含本地且自己不写 province")]
    NotItsProvince(PathBuf, String),
    /// Sessions would last too long, or end before they are warned of.
    #[error(
        "站点文件 {0} 的 [sessions] 有误：idle_minutes 为 5 至 120，absolute_minutes 不短于它且不超过 1440，warning_minutes 短于 idle_minutes"
    )]
    Sessions(PathBuf),
    /// The calendar has a gap or a contradiction.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// There is no site at all.
    #[error("{0} 中没有站点文件")]
    None(PathBuf),
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SiteFile {
    code: SiteCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    province: Option<SiteCode>,
    name: String,
    title: String,
    centre: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(default)]
    complaint_target: ComplaintTarget,
    kinds: Vec<GuaranteeKind>,
    #[serde(default)]
    guarantors: Guarantors,
    #[serde(default)]
    statement: Vec<String>,
    contacts: Contacts,
    #[serde(default, rename = "portal")]
    links: PortalLinks,
    #[serde(default)]
    words: Words,
    #[serde(default)]
    sessions: SessionsTable,
    #[serde(default)]
    identity: IdentityTable,
    #[serde(default)]
    complaints: ComplaintsTable,
    #[serde(default)]
    places: BTreeMap<SiteCode, String>,
    rules: RulesTable,
}

/// Ways to log in beside a certificate.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct IdentityTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    oidc: Option<Settings>,
    /// 移动数字证书（企业标证通）.
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile: Option<phone::Settings>,
    /// 电子营业执照.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<phone::Settings>,
}

impl IdentityTable {
    /// The ways by a QR code.
    fn phones(&self) -> BTreeMap<Channel, phone::Settings> {
        let named = [(Channel::Mobile, &self.mobile), (Channel::Licence, &self.licence)];
        named.into_iter().filter_map(|(channel, settings)| Some((channel, settings.clone()?))).collect()
    }
}

/// How long sessions last, in minutes; what a file does not say is as [`SessionRules::default`] has it.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct SessionsTable {
    #[serde(skip_serializing_if = "Option::is_none")]
    idle_minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absolute_minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning_minutes: Option<u32>,
}

impl SessionsTable {
    fn rules(&self) -> Option<SessionRules> {
        let usual = SessionRules::default();
        let minutes = |own: Option<u32>, micros: i64| own.or_else(|| u32::try_from(micros / Timestamp::MINUTE).ok());
        SessionRules::new(
            minutes(self.idle_minutes, usual.idle())?,
            minutes(self.absolute_minutes, usual.longest())?,
            minutes(self.warning_minutes, usual.warning_seconds() * Timestamp::SECOND)?,
        )
    }
}

/// How many working days the steps of a complaint may take; what a file does not say is as [`ComplaintRules::default`] has it.
#[derive(Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct ComplaintsTable {
    accept_days: u32,
    answer_days: u32,
    decide_days: u32,
    reopen_days: u32,
}

impl Default for ComplaintsTable {
    fn default() -> Self {
        let ComplaintRules { accept_days, answer_days, decide_days, reopen_days } = ComplaintRules::default();
        Self { accept_days, answer_days, decide_days, reopen_days }
    }
}

impl ComplaintsTable {
    const fn rules(&self) -> ComplaintRules {
        let Self { accept_days, answer_days, decide_days, reopen_days } = *self;
        ComplaintRules { accept_days, answer_days, decide_days, reopen_days }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RulesTable {
    payment_minutes: u32,
    days_after_validity: u32,
    default_valid_days: u32,
    security_cap_ppm: Ppm,
    two_persons: bool,
    section_numbers: bool,
    #[serde(default)]
    requires_credit: bool,
    #[serde(default)]
    grants_credit: bool,
    #[serde(default)]
    invoice_after: InvoiceAfter,
    #[serde(default)]
    proves_mobile: bool,
    #[serde(default)]
    entered_lots: EnteredLots,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExposureFile {
    rule: Vec<ExposureRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VatFile {
    rule: Vec<VatRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    provisional: bool,
    holidays: BTreeSet<Date>,
    working_weekends: BTreeSet<Date>,
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, SiteError> {
    let text = std::fs::read_to_string(path).map_err(|error| SiteError::Unreadable(path.to_owned(), error))?;
    toml::from_str(&text).map_err(|error| SiteError::Wrong(path.to_owned(), Box::new(error)))
}

/// The TOML files of a folder with their names.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, SiteError> {
    let unreadable = |error| SiteError::Unreadable(folder.to_owned(), error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".toml")) {
            files.push((name.to_owned(), path.clone()));
        }
    }
    Ok(files)
}

/// The file of the province that a prefecture names; `None` for what names none.
fn province<'a>(own: &Table, path: &Path, all: &'a BTreeMap<String, (PathBuf, Table)>) -> Result<Option<&'a Table>, SiteError> {
    let Some(named) = own.get("province") else { return Ok(None) };
    let named = named.as_str().map_or_else(|| named.to_string(), str::to_owned);
    let Some((_, table)) = all.get(&named) else { return Err(SiteError::NoProvince(path.to_owned(), named)) };
    let code = |text: Option<&str>| text.and_then(|text| text.parse::<SiteCode>().ok());
    let (above, below) = (code(Some(&named)), code(own.get("code").and_then(Value::as_str)));
    let fits = above.zip(below).is_none_or(|(above, below)| above.is_province() && above.covers(below) && above != below);
    if fits && !table.contains_key("province") { Ok(Some(table)) } else { Err(SiteError::NotItsProvince(path.to_owned(), named)) }
}

/// What the types do not say.
fn check(file: &SiteFile) -> Result<(), String> {
    if let Some(key) = file.words.unknown() {
        return Err(format!("words 中没有 {key} 这一状态或种类"));
    }
    if let Some((purpose, _)) = file.contacts.all().find(|(_, contact)| contact.phones.is_empty()) {
        return Err(format!("contacts 中{purpose}须至少有一个电话"));
    }
    // A prefecture has those of its province said for it, and none of its own.
    let stray = |place: &&SiteCode| file.province.is_none() && (place.prefecture() != **place || !file.code.covers(**place));
    if let Some(place) = file.places.keys().find(stray) {
        return Err(format!("places 中的 {place} 不是本省的市州：应为末两位是 00 的行政区划代码"));
    }
    if !file.complaints.rules().are_possible() {
        return Err(format!("complaints 中的工作日数应为 1 至 {DAYS_MAX}"));
    }
    // On this machine, as in the demonstration, nothing goes over a wire.
    let address =
        |text: &str| ["https://", "http://127.0.0.1:"].iter().any(|begin| text.starts_with(begin)) && url::Url::parse(text).is_ok();
    if let Some(wrong) = file.links.addresses().find(|text| !address(text)) {
        return Err(format!("portal 中的地址 {wrong} 应为 https:// 开头的网址"));
    }
    let phones = [&file.identity.mobile, &file.identity.licence];
    match phones.into_iter().flatten().filter_map(|phone| phone.address.as_deref()).find(|text| !address(text)) {
        Some(wrong) => Err(format!("identity 中的地址 {wrong} 应为 https:// 开头的网址")),
        None => Ok(()),
    }
}

/// Every key as it counts on the site, with where it comes from.
fn keys(file: &SiteFile, own: &Table, above: Option<&Table>) -> Vec<Key> {
    let whole = Table::try_from(file).unwrap_or_default();
    let origin = |path: &str| match (file.province, above) {
        _ if says(own, path) => Origin::Own,
        (Some(province), Some(above)) if says(above, path) => Origin::Province(province),
        (Some(_) | None, Some(_) | None) => Origin::Platform,
    };
    let said = leaves(&whole).into_iter().map(|(path, value)| Key { origin: origin(&path), value: value.to_string(), path });
    let left = file.words.left().into_iter().map(|(path, word)| Key { origin: Origin::Platform, value: format!("\"{word}\""), path });
    said.chain(left).collect()
}

fn site(name: &str, path: &Path, all: &BTreeMap<String, (PathBuf, Table)>) -> Result<(Site, Vec<Key>), SiteError> {
    let own = all.get(name).map(|(_, table)| table.clone()).unwrap_or_default();
    let above = province(&own, path, all)?;
    let file: SiteFile = match above {
        Some(above) => {
            let mut base = above.clone();
            base.remove("code");
            overlay(&base, &own).try_into().map_err(|error| SiteError::Wrong(path.to_owned(), Box::new(error)))?
        }
        // Read once more, for the line of what is wrong.
        None => read(path)?,
    };
    if file.code.to_string() != name {
        return Err(SiteError::Misnamed(path.to_owned()));
    }
    check(&file).map_err(|what| SiteError::Content(path.to_owned(), what))?;
    let keys = keys(&file, &own, above);
    let rules = SiteRules {
        code: file.code,
        payment_minutes: file.rules.payment_minutes,
        days_after_validity: file.rules.days_after_validity,
        default_valid_days: file.rules.default_valid_days,
        security_cap: file.rules.security_cap_ppm,
        two_persons: file.rules.two_persons,
        section_numbers: file.rules.section_numbers,
        requires_credit: file.rules.requires_credit,
        grants_credit: file.rules.grants_credit,
        invoice_after: file.rules.invoice_after,
        proves_mobile: file.rules.proves_mobile,
        entered_lots: file.rules.entered_lots,
    };
    let sessions = file.sessions.rules().ok_or_else(|| SiteError::Sessions(path.to_owned()))?;
    let site = Site {
        province: file.province,
        name: file.name,
        title: file.title,
        centre: file.centre,
        address: file.address,
        complaint_target: file.complaint_target,
        complaints: file.complaints.rules(),
        kinds: file.kinds,
        guarantors: file.guarantors,
        statement: file.statement,
        contacts: file.contacts,
        links: file.links,
        phones: file.identity.phones(),
        portal: file.identity.oidc,
        sessions,
        words: file.words,
        places: file.places,
        rules,
    };
    Ok((site, keys))
}

pub(super) fn load(folder: &Path, this_year: i16) -> Result<Sites, SiteError> {
    let mut all = BTreeMap::new();
    for (name, path) in files(folder)? {
        let table: Table = read(&path)?;
        all.insert(name, (path, table));
    }
    if all.is_empty() {
        return Err(SiteError::None(folder.to_owned()));
    }
    let (mut sites, mut resolved) = (BTreeMap::new(), BTreeMap::new());
    for (name, (path, _)) in &all {
        let (site, keys) = site(name, path, &all)?;
        resolved.insert(site.rules.code, keys);
        sites.insert(site.rules.code, site);
    }
    let mut calendar = WorkCalendar::default();
    for (name, path) in files(&folder.join("calendar"))? {
        let year: i16 = name.parse().map_err(|_| SiteError::Misnamed(path.clone()))?;
        let file: CalendarFile = read(&path)?;
        let table = YearTable { holidays: file.holidays, working_weekends: file.working_weekends, provisional: file.provisional };
        calendar.insert(year, table)?;
    }
    for year in [this_year, this_year + 1] {
        calendar.provisional(year).ok_or(CalendarError::MissingYear(year))?;
    }
    let exposure: ExposureFile = read(&folder.join("rules/exposure.toml"))?;
    let vat: VatFile = read(&folder.join("rules/vat.toml"))?;
    let kind_rules: KindRules = read(&folder.join("rules/kinds.toml"))?;
    Ok(Sites { sites, keys: resolved, calendar, exposure: exposure.rule, vat: vat.rule, kind_rules })
}
