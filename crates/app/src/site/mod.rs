//! Sites: one typed file each, and the working calendar they share.

mod load;

pub use load::SiteError;

use domain::guarantee::Standing;
use domain::institution::InstitutionKind;
use domain::institution::exposure::ExposureRule;
use domain::lot::Subject;
use domain::product::GuaranteeKind;
use domain::site::{SiteCode, SiteRules};
use domain::time::WorkCalendar;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A site: what its pages say and what its rules are.
#[derive(Clone, Debug)]
pub struct Site {
    /// The province or city.
    pub name: String,
    /// The platform's title on this site.
    pub title: String,
    /// The trading centre.
    pub centre: String,
    /// Whom people call.
    pub service_phone: String,
    /// What can be applied for.
    pub kinds: Vec<GuaranteeKind>,
    /// Words that the site says in its own way.
    pub words: Words,
    /// What decides transitions.
    pub rules: SiteRules,
}

impl Site {
    /// What guarantees of this site can be about, in the order of pages.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + '_ {
        Subject::ALL.into_iter().filter(|subject| self.kinds.iter().any(|kind| kind.fits(*subject)))
    }
}

/// Words that a site may say in its own way; without one, the platform's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// A guarantee that is out while bids are not opened (Hunan: 生效中).
    before_opening: Option<String>,
    /// A guarantee in force.
    in_force: Option<String>,
    /// A guarantee past its last day.
    expired: Option<String>,
}

impl Words {
    /// How a guarantee stands, as this site says it.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> &str {
        let own = match standing {
            Standing::BeforeOpening => &self.before_opening,
            Standing::InForce => &self.in_force,
            Standing::Expired => &self.expired,
        };
        own.as_deref().unwrap_or_else(|| standing.label())
    }
}

/// All sites of this deployment.
#[derive(Clone, Debug)]
pub struct Sites {
    sites: BTreeMap<SiteCode, Site>,
    calendar: WorkCalendar,
    exposure: Vec<ExposureRule>,
}

impl Sites {
    /// Reads `folder/NNNNNN.toml`, `folder/calendar/YYYY.toml` and `folder/rules/exposure.toml`; `this_year` and the next must have a calendar.
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

    /// The rule that binds the exposure of such institutions, if there is one.
    #[must_use]
    pub fn exposure(&self, kind: InstitutionKind) -> Option<&ExposureRule> {
        self.exposure.iter().find(|rule| rule.kind == kind)
    }

    /// The working calendar.
    #[must_use]
    pub const fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }
}
