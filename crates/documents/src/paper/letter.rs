use super::{GUARANTOR, Paper, Party, Seal, grouped, qr};
use crate::typesetting::{Sheet, TypesetError};
use crate::wording::Wording;
use domain::guarantee::LetterTerms;
use domain::number::{CheckCode, GuaranteeNumber};
use domain::time::{Date, date_in_words};
use domain::underlying::FACTS;
use serde_json::json;
use std::collections::BTreeMap;

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

/// A letter (保函).
#[derive(Clone, Debug)]
pub struct Letter {
    /// What it says.
    pub terms: LetterTerms,
    /// SM3 of the terms, hexadecimal.
    pub terms_digest: String,
    /// Its numbering; `None` for the preview, which is watermarked.
    pub numbering: Option<Numbering>,
    /// The commitment to what is sealed, printed while it is: SM3, hexadecimal. The plain letter after opening has the same number.
    pub commitment: Option<String>,
    /// Where letters are verified, such as `https://baohan.example/verify`.
    pub verify_at: String,
}

/// What stands where the lot is sealed.
pub(super) const SEALED: &str = "（开标前加密）";

/// What stands where there is nothing to say.
const NONE: &str = "／";

/// The values every document about a letter's terms has.
pub(super) fn values(terms: &LetterTerms, verify_at: &str) -> BTreeMap<&'static str, String> {
    let sealed = |text: &Option<String>| text.clone().unwrap_or_else(|| SEALED.to_owned());
    let said = BTreeMap::from([
        ("beneficiary", sealed(&terms.beneficiary)),
        ("applicant", terms.applicant.name.to_string()),
        ("applicant_uscc", terms.applicant.uscc.to_string()),
        ("guarantor", terms.guarantor.clone()),
        ("guarantor_uscc", terms.guarantor_uscc.clone()),
        ("lot_name", sealed(&terms.lot_name)),
        ("lot_number", sealed(&terms.lot_number)),
        ("opens_at", terms.opens_at.to_string()),
        ("amount", terms.amount.to_string()),
        ("capitals", terms.amount.capitals()),
        ("expiry", date_in_words(terms.expiry)),
        ("verify_at", verify_at.to_owned()),
    ]);
    // A special form may mention what this kind, or this contract, has none of.
    let secured = FACTS.into_iter().map(|code| (code, terms.underlying.get(code).cloned().unwrap_or_else(|| NONE.to_owned())));
    said.into_iter().chain(secured).collect()
}

impl Letter {
    /// The values that the fields of `wording` stand for.
    #[must_use]
    pub fn values(&self, wording: &Wording) -> BTreeMap<&'static str, String> {
        values(&self.terms, &self.verify_at).into_iter().filter(|(field, _)| wording.fields.contains(*field)).collect()
    }

    /// The sheet of this letter. A preview is dated by the bid opening, so that its bytes do not depend on the clock.
    ///
    /// # Errors
    /// [`TypesetError`] when the wording needs a value there is not.
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        /// What stands in a preview for what the issue will give.
        const LATER: &str = "（出函后生成）";
        let (terms, numbering) = (&self.terms, self.numbering.as_ref());
        let number = numbering.map(|numbering| numbering.number.to_string());
        let code = numbering.map(|numbering| numbering.check_code.to_string());
        let issued_on = numbering.map(|numbering| date_in_words(numbering.issued_on));
        let later = |text: &Option<String>| text.clone().unwrap_or_else(|| LATER.to_owned());
        let mut head = vec![("保函编号", later(&number)), ("校 验 码", later(&code)), ("出函日期", later(&issued_on))];
        head.extend(self.commitment.as_ref().map(|commitment| ("密封承诺值（SM3）", grouped(commitment))));
        let footer = match (&number, &code) {
            (Some(number), Some(code)) => format!("保函编号 {number}　校验码 {code}"),
            _ => format!("尚未出具，仅供申请人确认文本。文本摘要（SM3）：{}", self.terms_digest.get(..32).unwrap_or_default()),
        };
        let record = json!({
            "format": "kaihan.guarantee.v1",
            "number": number,
            "check_code": code,
            "issuer": { "name": terms.guarantor, "uscc": terms.guarantor_uscc },
            "terms": terms,
            "terms_digest_sm3": self.terms_digest,
            "commitment_sm3": self.commitment,
            "wording_digest_sm3": wording.digest,
            "issued_on": numbering.map(|numbering| numbering.issued_on.to_string()),
        });
        let paper = Paper {
            values: self.values(wording),
            author: terms.guarantor.clone(),
            keywords: number.iter().flat_map(|number| ["kaihan".to_owned(), number.clone()]).chain(code.clone()).collect(),
            dated: Some(numbering.map_or_else(|| terms.opens_at.date(), |numbering| numbering.issued_on)),
            preview: numbering.is_none(),
            footer,
            head,
            qr: number
                .as_ref()
                .zip(code.as_ref())
                .and_then(|(number, code)| qr::qr(&format!("{}?number={number}&code={code}", self.verify_at))),
            parties: vec![Party {
                id: GUARANTOR,
                role: "保证人",
                name: terms.guarantor.clone(),
                lines: vec![match &issued_on {
                    Some(day) => format!("（本文件由保证人以电子印章签署）{day}"),
                    None => "（预览文本，未签署）".into(),
                }],
                seal: Some(Seal::official(&terms.guarantor, &terms.guarantor_uscc)),
                drawn: numbering.is_some(),
            }],
            english: terms.english,
            record: numbering.is_some().then_some(record),
            identity: number.unwrap_or_else(|| self.terms_digest.clone()),
            ..Paper::default()
        };
        paper.sheet(wording)
    }
}
