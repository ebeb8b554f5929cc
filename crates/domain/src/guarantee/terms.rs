use crate::application::Application;
use crate::institution::InstitutionKind;
use crate::lot::Subject;
use crate::money::Cny;
use crate::party::Party;
use crate::product::GuaranteeKind;
use crate::signing::Canonical;
use crate::time::{Date, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything a letter says before it has a number: what the applicant previews, signs and later receives.
///
/// Architecture Invariant: a letter's text is a function of its wording, these terms and its numbering, nothing else.
/// The SM3 of [`LetterTerms::canonical`] is what is shown on the preview, signed, and checked again at issue (INV-21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetterTerms {
    /// What is secured.
    pub kind: GuaranteeKind,
    /// The wording, `kind/version`.
    pub wording: String,
    /// SM3 of everything the wording is made of, hexadecimal: a wording that was edited is another one.
    pub wording_digest: String,
    /// Whether the English parallel text is wanted.
    pub english: bool,
    /// The applicant.
    pub applicant: Party,
    /// The guarantor's registered name.
    pub guarantor: String,
    /// The guarantor's code.
    pub guarantor_uscc: String,
    /// The guarantor's kind, which is the form of the letter.
    pub form: InstitutionKind,
    /// The beneficiary's name; `None` while sealed.
    pub beneficiary: Option<String>,
    /// What the letter is about.
    #[serde(skip_serializing_if = "Subject::is_lot")]
    pub subject: Subject,
    /// Lot number; `None` while sealed.
    pub lot_number: Option<String>,
    /// Lot name; `None` while sealed.
    pub lot_name: Option<String>,
    /// Bid opening.
    pub opens_at: Timestamp,
    /// Guaranteed amount.
    pub amount: Cny,
    /// Last day.
    pub expiry: Date,
    /// What it secures beyond its lot, fact by fact, under the names of the fields that wordings have for it (`underlying::FACTS`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub underlying: BTreeMap<&'static str, String>,
}

impl LetterTerms {
    /// The terms of the letter that `application` asks for, in the wording whose digest this is.
    #[must_use]
    pub fn of(application: &Application, wording_digest: &str) -> Self {
        let facts = &application.facts;
        let title = facts.lot.title();
        Self {
            kind: facts.kind,
            wording: application.wording.clone(),
            wording_digest: wording_digest.to_owned(),
            english: application.english,
            applicant: facts.applicant.clone(),
            guarantor: facts.guarantor.name.to_string(),
            guarantor_uscc: facts.guarantor.uscc.to_string(),
            form: facts.guarantor.kind,
            beneficiary: facts.lot.tenderee().map(|tenderee| tenderee.name.to_string()),
            subject: facts.lot.subject(),
            lot_number: title.map(|(number, _)| number.to_string()),
            lot_name: title.map(|(_, name)| name.to_owned()),
            opens_at: facts.lot.opens_at(),
            amount: facts.amount,
            expiry: facts.expiry,
            underlying: application.underlying.iter().flat_map(|it| it.facts()).map(|fact| (fact.code, fact.text)).collect(),
        }
    }

    /// The one byte string that stands for these terms. A lot goes unsaid, and so does what there is nothing of, as in letters from before there
    /// was anything else.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let terms = Canonical::new("KAIHAN1/letter-terms");
        let terms = if self.subject.is_lot() { terms } else { terms.field("subject", self.subject.code()) };
        let terms = self.underlying.iter().fold(terms, |terms, (code, text)| terms.field(code, text));
        terms
            .field("kind", self.kind.label())
            .field("wording", &self.wording)
            .field("wording_digest", &self.wording_digest)
            .field("english", if self.english { "yes" } else { "no" })
            .field("applicant", self.applicant.name.as_str())
            .field("applicant_uscc", self.applicant.uscc.as_str())
            .field("guarantor", &self.guarantor)
            .field("guarantor_uscc", &self.guarantor_uscc)
            .field("form", self.form.label())
            .field("beneficiary", &optional(&self.beneficiary))
            .field("lot_number", &optional(&self.lot_number))
            .field("lot_name", &optional(&self.lot_name))
            .field("opens_at", &self.opens_at.to_seconds())
            .field("amount_fen", &self.amount.fen().to_string())
            .field("expiry", &self.expiry.to_string())
            .finish()
    }
}
