//! Papers: what each document is made of, from typed data to the sheet that is typeset. One file a document.

mod agreement;
mod confirmation;
mod letter;
mod onboarding;
mod plain;
mod qr;
mod seal_picture;

pub use agreement::{Agreement, ApplicationForm};
pub use confirmation::{About, ClaimDecision, Notice, Receipt, Release, Surrender};
pub use letter::{Letter, Numbering};
pub use onboarding::{APPLICATION_ROWS, AUTHORISATION_ROWS, Template};
pub use plain::Plain;
pub use seal_picture::seal_picture;

use crate::typesetting::{Sheet, TypesetError};
use crate::wording::{ClausesError, Wording};
use domain::time::Date;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Whose seal stands on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seal {
    /// `official` (公章), `finance` (财务专用章) or `person` (名章).
    pub kind: &'static str,
    /// The name on it.
    pub name: String,
    /// The code on it.
    pub code: String,
}

impl Seal {
    /// An organisation's official seal.
    #[must_use]
    pub fn official(name: &str, code: &str) -> Self {
        Self { kind: "official", name: name.to_owned(), code: code.to_owned() }
    }
}

/// A digest as it is printed: in groups, between which a line may end. In one piece it is wider than what it stands in, and what runs off a
/// page is read by nobody.
#[must_use]
pub fn grouped(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// A party that signs a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Party {
    /// The name of its place: `stamp-ID` on the sheet.
    pub(crate) id: &'static str,
    pub(crate) role: &'static str,
    pub(crate) name: String,
    pub(crate) lines: Vec<String>,
    pub(crate) seal: Option<Seal>,
    /// Whether the seal is drawn, or only its place.
    pub(crate) drawn: bool,
}

/// The name of the guarantor's place for a seal.
pub const GUARANTOR: &str = "guarantor";
/// The name of the applicant's.
pub const APPLICANT: &str = "applicant";

/// Everything a paper is made of beside its wording.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paper<'a> {
    pub(crate) values: BTreeMap<&'a str, String>,
    pub(crate) author: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) dated: Option<Date>,
    pub(crate) preview: bool,
    pub(crate) footer: String,
    pub(crate) head: Vec<(&'a str, String)>,
    pub(crate) qr: Option<qr::Qr>,
    pub(crate) table: Vec<(&'a str, String)>,
    pub(crate) parties: Vec<Party>,
    pub(crate) english: bool,
    pub(crate) record: Option<Value>,
    pub(crate) identity: String,
}

impl From<ClausesError> for TypesetError {
    fn from(error: ClausesError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Paper<'_> {
    /// The sheet of this paper in `wording`, for PDF and OFD.
    pub(crate) fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        use crate::wording::fill;
        let clauses = &wording.clauses;
        let run = |text: &String| fill(text, &self.values);
        let paragraphs = |texts: &[String]| texts.iter().map(run).collect::<Result<Vec<_>, _>>();
        let numbered = |list: &[crate::wording::Clause]| {
            let clause = |clause: &crate::wording::Clause| Ok(json!({ "title": clause.title, "text": run(&clause.text)? }));
            list.iter().map(clause).collect::<Result<Vec<_>, ClausesError>>()
        };
        let english = match clauses.english.as_ref().filter(|_| self.english) {
            Some(english) => Some(json!({
                "title": english.title,
                "opening": paragraphs(&english.opening)?,
                "clauses": numbered(&english.clauses)?,
            })),
            None => None,
        };
        let visible = |rows: &[(&str, String)]| -> Vec<(String, String)> {
            rows.iter().map(|(name, value)| ((*name).to_owned(), crate::wording::visible(value))).collect()
        };
        let dated = self.dated.unwrap_or_default();
        let data = json!({
            "title": clauses.title,
            "author": crate::wording::visible(&self.author),
            "keywords": self.keywords,
            "date": { "year": dated.year(), "month": dated.month(), "day": dated.day() },
            "preview": self.preview,
            "footer": self.footer,
            "head": visible(&self.head),
            "salutation": (!clauses.salutation.is_empty()).then(|| run(&clauses.salutation)).transpose()?,
            "opening": paragraphs(&clauses.opening)?,
            "table": visible(&self.table),
            "clauses": numbered(&clauses.clauses)?,
            "closing": paragraphs(&clauses.closing)?,
            "english": english,
            "qr": self.qr,
            "parties": self.parties,
            "attached": self.record.is_some(),
        });
        Ok(Sheet {
            source: wording.sheet.clone(),
            layout: wording.layout.clone(),
            data: data.to_string(),
            record: self.record.as_ref().map(Value::to_string).unwrap_or_default(),
            title: clauses.title.clone(),
            keywords: self.keywords.clone(),
            identity: self.identity.clone(),
            dated: dated.to_string(),
            images: Vec::new(),
            pdf: true,
            ofd: true,
            pictures: false,
        })
    }
}
