//! What a letter's wording is given.

use domain::guarantee::LetterTerms;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::time::{Date, date_in_words};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;
use serde_json::{Value, json};

/// What a letter has beyond its terms once it is issued.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// The guarantee's number.
    pub number: GuaranteeNumber,
    /// The code printed beside it.
    pub check_code: CheckCode,
    /// The day of issue.
    pub issued_on: Date,
}

/// A letter to be typeset.
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it says.
    pub terms: LetterTerms,
    /// SM3 of the terms, hexadecimal.
    pub terms_digest: String,
    /// Its numbering; `None` for the preview, which is watermarked.
    pub numbering: Option<Numbering>,
    /// Where letters are verified, such as `https://baohan.example/verify`.
    pub verify_at: String,
}

/// What stands where the lot is sealed.
const SEALED: &str = "（开标前加密）";

#[derive(Serialize)]
struct Data<'a> {
    preview: bool,
    number: Option<&'a str>,
    check_code: Option<String>,
    issued_on: Option<String>,
    date: Value,
    qr: Option<String>,
    beneficiary: &'a str,
    applicant: &'a str,
    applicant_uscc: &'a str,
    guarantor: &'a str,
    guarantor_uscc: &'a str,
    lot_name: &'a str,
    lot_number: &'a str,
    opens_at: String,
    amount: String,
    capitals: String,
    expiry: String,
    terms_digest: &'a str,
    verify_at: &'a str,
    record: Value,
}

/// A QR code as an SVG picture; `None` beyond its capacity, which no address here reaches.
fn qr(text: &str) -> Option<String> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(false).build())
}

impl Letter {
    /// The wording's data file. A preview is dated by the bid opening, so that its bytes do not depend on the clock.
    pub(crate) fn data(&self) -> serde_json::Result<Vec<u8>> {
        let terms = &self.terms;
        let date = self.numbering.as_ref().map_or_else(|| terms.opens_at.date(), |numbering| numbering.issued_on);
        let number = self.numbering.as_ref().map(|numbering| numbering.number.as_str());
        let check_code = self.numbering.as_ref().map(|numbering| numbering.check_code.to_string());
        let data = Data {
            preview: self.numbering.is_none(),
            qr: number.zip(check_code.as_deref()).and_then(|(number, code)| qr(&format!("{}?number={number}&code={code}", self.verify_at))),
            record: json!({
                "format": "kaihan.guarantee.v1",
                "number": number,
                "terms": terms,
                "terms_digest_sm3": self.terms_digest,
                "issued_on": self.numbering.as_ref().map(|numbering| numbering.issued_on.to_string()),
            }),
            number,
            check_code,
            issued_on: self.numbering.as_ref().map(|numbering| date_in_words(numbering.issued_on)),
            date: json!({ "year": date.year(), "month": date.month(), "day": date.day() }),
            beneficiary: terms.beneficiary.as_deref().unwrap_or(SEALED),
            applicant: terms.applicant.name.as_str(),
            applicant_uscc: terms.applicant.uscc.as_str(),
            guarantor: &terms.guarantor,
            guarantor_uscc: &terms.guarantor_uscc,
            lot_name: terms.lot_name.as_deref().unwrap_or(SEALED),
            lot_number: terms.lot_number.as_deref().unwrap_or(SEALED),
            opens_at: terms.opens_at.to_string(),
            amount: terms.amount.to_string(),
            capitals: terms.amount.capitals(),
            expiry: date_in_words(terms.expiry),
            terms_digest: &self.terms_digest,
            verify_at: &self.verify_at,
        };
        serde_json::to_vec(&data)
    }
}
