//! Wordings (保函格式): what documents say, versioned, `wordings/<kind>/<version>/`. A wording once used is never edited: a change is a
//! new version, and the digest of every one that was used is remembered.

mod clauses;
mod load;

pub use clauses::{Clause, Clauses, ClausesError, English};
pub(crate) use clauses::{fill, visible};
pub use load::{WordingError, Wordings};

use domain::institution::InstitutionKind;
use domain::lot::Subject;
use domain::time::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whether a letter stands by itself or follows the underlying contract (建市〔2021〕11号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// 独立保函, payable on demand.
    Independent,
    /// 非独立保函.
    Accessory,
}

impl Rule {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Independent => "独立保函（见索即付）",
            Self::Accessory => "非独立保函（从属于基础合同）",
        }
    }
}

/// What a wording is for. Read from `meta.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// The title in lists.
    pub title: String,
    /// `bid`, `agreement` and so on.
    pub kind: String,
    /// Independent or accessory; letters have it.
    pub rule: Option<Rule>,
    /// What letters or agreements in it may be about; a lot when it says nothing.
    #[serde(default = "lots")]
    pub subjects: Vec<Subject>,
    /// The kinds of institution that may use it.
    pub forms: Vec<InstitutionKind>,
    /// The sites it is for, by code; `*` is every one.
    pub sites: Vec<String>,
    /// First day it may be chosen.
    pub effective_from: Date,
    /// Last day it may be chosen.
    pub effective_until: Option<Date>,
    /// The version of the layout it is set in.
    pub layout: String,
    /// The schema of its data.
    pub schema: String,
}

fn lots() -> Vec<Subject> {
    vec![Subject::Lot]
}

/// A wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// `kind/version`.
    pub id: String,
    /// What it is for.
    pub metadata: Metadata,
    /// What it says.
    pub clauses: Clauses,
    /// The names of the fields it may mention.
    pub fields: BTreeSet<String>,
    /// SM3 over everything it is made of, hexadecimal.
    pub digest: String,
    pub(crate) sheet: String,
    pub(crate) layout: String,
}

impl Wording {
    /// Whether it may be chosen on this site by such an institution on this day.
    #[must_use]
    pub fn is_offered(&self, site: &str, form: InstitutionKind, day: Date) -> bool {
        let metadata = &self.metadata;
        metadata.sites.iter().any(|known| known == "*" || known == site)
            && metadata.forms.contains(&form)
            && day >= metadata.effective_from
            && metadata.effective_until.is_none_or(|until| day <= until)
    }

    /// The same wording with other clauses: a special form (特殊格式), which is one application's alone.
    ///
    /// # Errors
    /// [`ClausesError`] when the clauses mention a field that there is not, or are too long.
    pub fn with_clauses(&self, id: &str, clauses: Clauses) -> Result<Self, ClausesError> {
        clauses.check(&self.fields)?;
        let digest = load::digest(&[&self.digest, &serde_json::to_string(&clauses).unwrap_or_default()]);
        Ok(Self { id: id.to_owned(), clauses, digest, ..self.clone() })
    }
}
