use super::{APPLICANT, GUARANTOR, Paper, Party, Seal, grouped, letter};
use crate::typesetting::{Sheet, TypesetError};
use crate::wording::Wording;
use domain::guarantee::LetterTerms;
use domain::money::Cny;
use domain::time::{Date, date_in_words};
use serde_json::json;
use std::collections::BTreeMap;

/// The agreement of applicant and guarantor (委托担保协议). Both seal it: the applicant through the certificate agent, the guarantor
/// when the letter is issued.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The letter it is about.
    pub terms: LetterTerms,
    /// SM3 of those terms, hexadecimal.
    pub terms_digest: String,
    /// The order's number.
    pub order_number: String,
    /// The fee.
    pub fee: Cny,
    /// The day it was prepared.
    pub dated: Date,
    /// Whether the seals stand on the PDF: once both have signed.
    pub signed: bool,
    /// Where letters are verified.
    pub verify_at: String,
}

impl Agreement {
    fn paper(&self) -> Paper<'static> {
        let terms = &self.terms;
        let mut values = letter::values(terms, &self.verify_at);
        values.extend([
            ("kind", terms.kind.called(terms.subject).to_owned()),
            ("order_number", self.order_number.clone()),
            ("terms_digest", grouped(&self.terms_digest)),
            ("fee", self.fee.to_string()),
            ("fee_capitals", self.fee.capitals()),
        ]);
        Paper {
            head: vec![("订单编号", self.order_number.clone()), ("日期", date_in_words(self.dated))],
            values,
            author: terms.guarantor.clone(),
            keywords: vec!["kaihan".into(), self.order_number.clone()],
            dated: Some(self.dated),
            footer: format!("订单编号 {}", self.order_number),
            ..Paper::default()
        }
    }

    /// Who agrees about what. Long codes stand on lines of their own, where they stretch no text.
    fn subject(&self, values: &BTreeMap<&str, String>) -> [(&'static str, String); 4] {
        let words = self.terms.subject.words();
        let value = |name: &str| values.get(name).cloned().unwrap_or_default();
        let party = |name: &str, code: &str| format!("{}　{}", value(name), value(code));
        [
            ("甲方（委托人）", party("applicant", "applicant_uscc")),
            ("乙方（保证人）", party("guarantor", "guarantor_uscc")),
            (words.name, value("lot_name")),
            (words.number, value("lot_number")),
        ]
    }

    fn party(&self, id: &'static str, role: &'static str, name: &str, code: &str) -> Party {
        let seal = Some(Seal::official(name, code));
        Party { id, role, name: name.to_owned(), lines: vec![format!("统一社会信用代码 {code}")], seal, drawn: self.signed }
    }

    /// The sheet of the agreement: the same pages before and after it is signed, seals aside.
    ///
    /// # Errors
    /// [`TypesetError`] when the wording needs a value there is not.
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let terms = &self.terms;
        let record = json!({
            "format": "kaihan.agreement.v1",
            "order_number": self.order_number,
            "issuer": { "name": terms.guarantor, "uscc": terms.guarantor_uscc },
            "applicant": { "name": terms.applicant.name, "uscc": terms.applicant.uscc },
            "terms_digest_sm3": self.terms_digest,
            "fee_fen": self.fee,
            "wording_digest_sm3": wording.digest,
        });
        let parties = vec![
            self.party(APPLICANT, "甲方（委托人）", terms.applicant.name.as_str(), terms.applicant.uscc.as_str()),
            self.party(GUARANTOR, "乙方（保证人）", &terms.guarantor, &terms.guarantor_uscc),
        ];
        let identity = format!("agreement {}", self.order_number);
        let mut paper = self.paper();
        paper.head.extend(self.subject(&paper.values));
        Paper { parties, record: Some(record), identity, ..paper }.sheet(wording)
    }
}

/// The applicant's declaration (投保单 / 申请书): the elements in a table, for the records of both.
#[derive(Clone, Debug)]
pub struct ApplicationForm {
    /// What is asked for; the form shares its elements with the agreement.
    pub agreement: Agreement,
    /// Who handles it: name and mobile.
    pub representative: Option<(String, String)>,
}

impl ApplicationForm {
    /// The sheet of the form.
    ///
    /// # Errors
    /// [`TypesetError`] when the wording needs a value there is not.
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let (terms, paper) = (&self.agreement.terms, self.agreement.paper());
        let words = terms.subject.words();
        let value = |name: &str| paper.values.get(name).cloned().unwrap_or_default();
        let mut table = vec![
            ("申请人", value("applicant")),
            ("申请人统一社会信用代码", value("applicant_uscc")),
            ("出函机构", value("guarantor")),
            ("保函种类", value("kind")),
            ("受益人", value("beneficiary")),
            (words.name, value("lot_name")),
            (words.number, value("lot_number")),
            (words.deadline, value("opens_at")),
            ("担保金额", format!("人民币 {} 元（{}）", value("amount"), value("capitals"))),
            ("有效期至", value("expiry")),
            ("费用", format!("人民币 {} 元（{}）", value("fee"), value("fee_capitals"))),
            ("保函文本摘要（SM3）", grouped(&self.agreement.terms_digest)),
        ];
        table.extend(self.representative.iter().map(|(name, mobile)| ("经办人", format!("{name}　{mobile}"))));
        let applicant = Party {
            id: APPLICANT,
            role: "申请人",
            name: terms.applicant.name.to_string(),
            lines: vec!["（申请人以对委托担保协议的电子签名一并确认）".into()],
            seal: None,
            drawn: false,
        };
        let identity = format!("application form {}", self.agreement.order_number);
        Paper { table, parties: vec![applicant], identity, ..paper }.sheet(wording)
    }
}
