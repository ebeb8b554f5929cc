use super::{Site, Sites, Words};
use domain::institution::exposure::ExposureRule;
use domain::money::Ppm;
use domain::product::GuaranteeKind;
use domain::site::{SiteCode, SiteRules};
use domain::time::{CalendarError, Date, WorkCalendar, YearTable};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Why the sites cannot be used. Each stops the start.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file is missing or unreadable.
    #[error("站点文件 {0} 无法读取：{1}")]
    Unreadable(PathBuf, std::io::Error),
    /// A file has a wrong or unknown key.
    #[error("站点文件 {0} 有误：{1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
    /// The code in a file is not the one in its name.
    #[error("站点文件 {0} 的 code 与文件名不符")]
    Misnamed(PathBuf),
    /// The calendar has a gap or a contradiction.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// There is no site at all.
    #[error("{0} 中没有站点文件")]
    None(PathBuf),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteFile {
    code: SiteCode,
    name: String,
    title: String,
    centre: String,
    service_phone: String,
    kinds: Vec<GuaranteeKind>,
    #[serde(default)]
    words: Words,
    rules: RulesTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesTable {
    payment_minutes: u32,
    days_after_validity: u32,
    default_valid_days: u32,
    security_cap_ppm: Ppm,
    two_persons: bool,
    section_numbers: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExposureFile {
    rule: Vec<ExposureRule>,
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

pub(super) fn load(folder: &Path, this_year: i16) -> Result<Sites, SiteError> {
    let mut sites = BTreeMap::new();
    for (name, path) in files(folder)? {
        let file: SiteFile = read(&path)?;
        if file.code.to_string() != name {
            return Err(SiteError::Misnamed(path));
        }
        let rules = SiteRules {
            code: file.code,
            payment_minutes: file.rules.payment_minutes,
            days_after_validity: file.rules.days_after_validity,
            default_valid_days: file.rules.default_valid_days,
            security_cap: file.rules.security_cap_ppm,
            two_persons: file.rules.two_persons,
            section_numbers: file.rules.section_numbers,
        };
        let site = Site {
            name: file.name,
            title: file.title,
            centre: file.centre,
            service_phone: file.service_phone,
            kinds: file.kinds,
            words: file.words,
            rules,
        };
        sites.insert(file.code, site);
    }
    if sites.is_empty() {
        return Err(SiteError::None(folder.to_owned()));
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
    Ok(Sites { sites, calendar, exposure: exposure.rule })
}
