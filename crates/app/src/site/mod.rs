//! Sites: one typed file each, laid over its province's where it is a prefecture, and the working calendar they share.

mod contact;
pub mod figures;
mod load;
mod overlay;
mod words;

pub use contact::{Contact, Contacts, PortalLinks};
pub use load::SiteError;
pub use words::Words;

use domain::complaint::ComplaintRules;
use domain::institution::InstitutionKind;
use domain::institution::exposure::ExposureRule;
use domain::invoice::VatRule;
use domain::lot::Subject;
use domain::product::GuaranteeKind;
use domain::qr::Channel;
use domain::session::SessionRules;
use domain::site::{Outlet, SiteCode, SiteRules};
use domain::time::WorkCalendar;
use domain::underlying::KindRules;
use partners::phone;
use partners::portal::Settings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// Whose institutions sell on a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Guarantors {
    /// In a prefecture those that its province admitted and that asked for it (一次接入，全省通用).
    #[default]
    Province,
    /// Those that the site's own centre admitted, and no others.
    Own,
}

/// Whose centre decides complaints that are filed on a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintTarget {
    /// The site's own.
    #[default]
    Own,
    /// That of its province (Hunan manual 4.4: 省交易中心).
    Province,
}

/// A site: what its pages say and what its rules are.
#[derive(Clone, Debug)]
pub struct Site {
    /// The province whose file it is laid over; `None` for what stands alone.
    pub province: Option<SiteCode>,
    /// The province or city.
    pub name: String,
    /// The platform's title on this site.
    pub title: String,
    /// The trading centre.
    pub centre: String,
    /// Where the centre is, where the site says so.
    pub address: Option<String>,
    /// Whose centre decides complaints.
    pub complaint_target: ComplaintTarget,
    /// How many working days the steps of a complaint may take.
    pub complaints: ComplaintRules,
    /// What can be applied for.
    pub kinds: Vec<GuaranteeKind>,
    /// Whose institutions sell here.
    pub guarantors: Guarantors,
    /// What the platform says of itself where a fee is paid (平台声明), a paragraph each.
    pub statement: Vec<String>,
    /// Whom people call.
    pub contacts: Contacts,
    /// The portal that people come from.
    pub links: PortalLinks,
    /// Its places without a site of their own, by which lots are looked for: prefectures, by their division codes.
    pub places: BTreeMap<SiteCode, String>,
    /// Words that the site says in its own way.
    pub words: Words,
    /// The registration platform or government portal that people log in by, where there is one.
    pub portal: Option<Settings>,
    /// The ways to log in by a QR code.
    pub phones: BTreeMap<Channel, phone::Settings>,
    /// How long sessions last that begin here.
    pub sessions: SessionRules,
    /// What decides transitions.
    pub rules: SiteRules,
}

impl Site {
    /// What guarantees of this site can be about, in the order of pages.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + '_ {
        Subject::ALL.into_iter().filter(|subject| self.kinds.iter().any(|kind| kind.fits(*subject)))
    }
}

/// Where a key of a site comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The site's own file.
    Own,
    /// The file of this province.
    Province(SiteCode),
    /// Neither says it: the platform's own.
    Platform,
}

/// A key of a site as it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name, with those of the tables it stands in.
    pub path: String,
    /// What it says, as in the file.
    pub value: String,
    /// Who says it.
    pub origin: Origin,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = match self.origin {
            Origin::Own => "本站点文件".to_owned(),
            Origin::Province(code) => format!("省 {code}.toml"),
            Origin::Platform => "平台".to_owned(),
        };
        write!(f, "{} = {}　← {origin}", self.path, self.value)
    }
}

/// All sites of this deployment.
#[derive(Clone, Debug)]
pub struct Sites {
    sites: BTreeMap<SiteCode, Site>,
    keys: BTreeMap<SiteCode, Vec<Key>>,
    calendar: WorkCalendar,
    exposure: Vec<ExposureRule>,
    vat: Vec<VatRule>,
    kind_rules: KindRules,
}

impl Sites {
    /// Reads `folder/NNNNNN.toml`, `folder/calendar/YYYY.toml` and `folder/rules/{exposure,kinds,vat}.toml`; `this_year` and the next must have a calendar.
    ///
    /// # Errors
    /// [`SiteError`] for the first file that is missing or wrong; an unknown key is wrong.
    pub fn load(folder: &Path, this_year: i16) -> Result<Self, SiteError> {
        load::load(folder, this_year)
    }

    /// The site with this code, if there is one.
    #[must_use]
    pub fn get(&self, code: SiteCode) -> Option<&Site> {
        self.sites.get(&code)
    }

    /// Every site, by code.
    pub fn all(&self) -> impl Iterator<Item = &Site> {
        self.sites.values()
    }

    /// Every key of a site as it counts; empty for what is no site.
    #[must_use]
    pub fn keys(&self, code: SiteCode) -> &[Key] {
        self.keys.get(&code).map_or(&[], Vec::as_slice)
    }

    /// The sites of a province's prefectures, by code.
    pub fn prefectures(&self, province: SiteCode) -> impl Iterator<Item = &Site> {
        self.all().filter(move |site| site.province == Some(province))
    }

    /// A site as institutions see it.
    #[must_use]
    pub fn outlet(&self, code: SiteCode) -> Outlet {
        let province = self.get(code).filter(|site| site.guarantors == Guarantors::Province).and_then(|site| site.province);
        Outlet { site: code, admitted_by: province.unwrap_or(code) }
    }

    /// The outlets for which a site's centre admits institutions: the site, and the prefectures that have its guarantors.
    pub fn outlets(&self, admitted_by: SiteCode) -> impl Iterator<Item = Outlet> + '_ {
        let below = self.prefectures(admitted_by).map(move |site| self.outlet(site.rules.code));
        std::iter::once(Outlet::own(admitted_by)).chain(below.filter(move |outlet| outlet.admitted_by == admitted_by))
    }

    /// The site whose file names the portal that people of `code` log in by: with the platform's name and address there, and its secret.
    #[must_use]
    pub fn portal_of(&self, code: SiteCode) -> SiteCode {
        let named = self.keys(code).iter().find(|key| key.path == "identity.oidc.client_id").map(|key| key.origin);
        match named {
            Some(Origin::Province(province)) => province,
            Some(Origin::Own | Origin::Platform) | None => code,
        }
    }

    /// The site whose centre decides complaints that are filed on `code`.
    #[must_use]
    pub fn complaints_go_to(&self, code: SiteCode) -> SiteCode {
        let above = self.get(code).filter(|site| site.complaint_target == ComplaintTarget::Province).and_then(|site| site.province);
        above.unwrap_or(code)
    }

    /// How many working days the steps of complaints may take that are filed on this site; on one that is no more, as usual.
    #[must_use]
    pub fn complaints(&self, site: SiteCode) -> ComplaintRules {
        self.get(site).map(|site| site.complaints).unwrap_or_default()
    }

    /// The site to which something of `site` belongs that lies in this division: the prefecture's, where it has one.
    #[must_use]
    pub fn home(&self, site: SiteCode, division: Option<SiteCode>) -> SiteCode {
        let covers = |below: &&Site| division.is_some_and(|division| below.rules.code.covers(division));
        self.prefectures(site).find(covers).map_or(site, |below| below.rules.code)
    }

    /// The places of a province by which lots are looked for, itself first: the sites of its prefectures, and those without a site. A prefecture has
    /// none beside itself.
    #[must_use]
    pub fn places(&self, site: SiteCode) -> Vec<(SiteCode, String)> {
        let Some(own) = self.get(site).filter(|_| site.is_province()) else { return Vec::new() };
        let below = self.prefectures(site).map(|below| (below.rules.code, below.name.clone()));
        let named: BTreeMap<SiteCode, String> = own.places.clone().into_iter().chain(below).collect();
        if named.is_empty() {
            return Vec::new();
        }
        std::iter::once((site, format!("{}本级", own.name))).chain(named).collect()
    }

    /// How long a session lasts that began on this site; one that began on none, or on one that is no more, as usual.
    #[must_use]
    pub fn sessions(&self, site: Option<SiteCode>) -> SessionRules {
        site.and_then(|site| self.get(site)).map(|site| site.sessions).unwrap_or_default()
    }

    /// The longest that any session lasts without use, and in any case, in microseconds: what is older is swept away.
    #[must_use]
    pub fn longest_sessions(&self) -> (i64, i64) {
        let all = self.all().map(|site| site.sessions).chain([SessionRules::default()]);
        all.fold((0, 0), |(idle, longest), rules| (idle.max(rules.idle()), longest.max(rules.longest())))
    }

    /// The rule that binds the exposure of such institutions, if there is one.
    #[must_use]
    pub fn exposure(&self, kind: InstitutionKind) -> Option<&ExposureRule> {
        self.exposure.iter().find(|rule| rule.kind == kind)
    }

    /// The tax inside fees, a row for each day it changed on.
    #[must_use]
    pub fn vat(&self) -> &[VatRule] {
        &self.vat
    }

    /// What amounts and last days are held against, by kind.
    #[must_use]
    pub const fn kind_rules(&self) -> &KindRules {
        &self.kind_rules
    }

    /// The working calendar.
    #[must_use]
    pub const fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }
}
