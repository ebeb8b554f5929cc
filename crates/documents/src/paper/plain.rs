//! A letter in an institution's own words, sealed by it alone: for systems that set their letters with this library and not from our
//! wordings.

use super::{GUARANTOR, Party, Seal};
use crate::typesetting::Sheet;
use crate::wording::visible;
use domain::time::Date;
use serde_json::json;

/// The letter.
#[derive(Clone, Debug)]
pub struct Plain {
    /// Its title.
    pub title: String,
    /// Its number, as the institution counts.
    pub number: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Its particulars.
    pub table: Vec<(String, String)>,
    /// Who seals it: name and code.
    pub guarantor: (String, String),
    /// The day it is dated.
    pub dated: Date,
}

/// The sheet's source: everything is in the data.
const SOURCE: &str = "#import \"/layout.typ\": paper\n#paper(json(\"/data.json\"))\n";

impl Plain {
    /// The sheet, set in `layout`.
    #[must_use]
    pub fn sheet(&self, layout: &str) -> Sheet {
        let (name, code) = &self.guarantor;
        let party = Party {
            id: GUARANTOR,
            role: "出具单位",
            name: name.clone(),
            lines: Vec::new(),
            seal: Some(Seal::official(name, code)),
            drawn: true,
        };
        // One part of plain text a paragraph, as layouts take them.
        let paragraphs: Vec<_> = self.paragraphs.iter().map(|text| json!([["t", visible(text)]])).collect();
        let table: Vec<_> = self.table.iter().map(|(name, value)| (name, visible(value))).collect();
        let data = json!({
            "title": self.title,
            "author": name,
            "keywords": [],
            "date": { "year": self.dated.year(), "month": self.dated.month(), "day": self.dated.day() },
            "preview": false,
            "footer": "",
            "head": [["编号", self.number]],
            "salutation": null,
            "opening": paragraphs,
            "table": table,
            "clauses": [],
            "closing": [],
            "english": null,
            "qr": null,
            "parties": [party],
            "attached": false,
        });
        Sheet {
            source: SOURCE.to_owned(),
            layout: layout.to_owned(),
            data: data.to_string(),
            title: self.title.clone(),
            identity: format!("plain {} {}", code, self.number),
            dated: self.dated.to_string(),
            pdf: true,
            ofd: true,
            ..Sheet::default()
        }
    }
}
