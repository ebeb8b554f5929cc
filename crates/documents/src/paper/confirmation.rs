//! What a guarantor confirms in writing: a fee received, a surrender, a release, a decision on a demand; and what it tells before.

use super::{GUARANTOR, Paper, Party, Seal};
use crate::typesetting::{Sheet, TypesetError};
use crate::wording::{Clauses, Wording};
use domain::money::Cny;
use domain::party;
use domain::time::{Date, date_in_words};
use serde_json::json;

/// Who confirms.
fn guarantor(by: &party::Party, signed: bool) -> Party {
    let seal = Some(Seal::official(by.name.as_str(), by.uscc.as_str()));
    Party { id: GUARANTOR, role: "出具单位", name: by.name.to_string(), lines: Vec::new(), seal, drawn: signed }
}

/// A confirmation's paper with the values that all have.
fn paper(by: &party::Party, on: Date, signed: bool) -> Paper<'static> {
    Paper {
        values: [("guarantor", by.name.to_string()), ("guarantor_uscc", by.uscc.to_string())].into(),
        author: by.name.to_string(),
        keywords: vec!["kaihan".into()],
        dated: Some(on),
        head: vec![("日期", date_in_words(on))],
        parties: vec![guarantor(by, signed)],
        ..Paper::default()
    }
}

/// What a buyer is told before applying (投保须知).
#[derive(Clone, Debug)]
pub struct Notice {
    /// The guarantor.
    pub guarantor: party::Party,
    /// Where letters are verified.
    pub verify_at: String,
    /// The day.
    pub dated: Date,
}

impl Notice {
    fn paper(&self) -> Paper<'static> {
        let mut paper = paper(&self.guarantor, self.dated, false);
        paper.values.insert("verify_at", self.verify_at.clone());
        paper.parties.clear();
        paper
    }

    /// What it says, for a page that shows it.
    ///
    /// # Errors
    /// [`TypesetError`] when the wording needs a value there is not.
    pub fn text(&self, wording: &Wording) -> Result<Clauses, TypesetError> {
        Ok(wording.clauses.filled(&self.paper().values)?)
    }

    /// The sheet.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let mut paper = self.paper();
        paper.identity = format!("notice {} {}", self.guarantor.uscc, self.dated);
        paper.sheet(wording)
    }
}

/// That a fee arrived (缴费凭证).
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Who received it.
    pub guarantor: party::Party,
    /// Whose order it is.
    pub applicant: party::Party,
    /// The order's number.
    pub order_number: String,
    /// The fee.
    pub fee: Cny,
    /// When it was booked.
    pub paid_on: Date,
    /// The last characters of the account it came from.
    pub payer_account: String,
}

impl Receipt {
    /// The sheet.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let mut paper = paper(&self.guarantor, self.paid_on, true);
        paper.values.extend([("applicant", self.applicant.name.to_string()), ("order_number", self.order_number.clone())]);
        paper.table = vec![
            ("订单编号", self.order_number.clone()),
            ("付款人", self.applicant.name.to_string()),
            ("付款人统一社会信用代码", self.applicant.uscc.to_string()),
            ("付款账户（末四位）", self.payer_account.clone()),
            ("收款人", self.guarantor.name.to_string()),
            ("金额", format!("人民币 {} 元（{}）", self.fee, self.fee.capitals())),
            ("到账日期", date_in_words(self.paid_on)),
        ];
        paper.identity = format!("receipt {}", self.order_number);
        paper.record = Some(json!({
            "format": "kaihan.receipt.v1",
            "order_number": self.order_number,
            "issuer": { "name": self.guarantor.name, "uscc": self.guarantor.uscc },
            "fee_fen": self.fee,
            "paid_on": self.paid_on.to_string(),
        }));
        paper.sheet(wording)
    }
}

/// The guarantee a confirmation is about.
#[derive(Clone, Debug)]
pub struct About {
    /// The guarantor.
    pub guarantor: party::Party,
    /// The applicant.
    pub applicant: party::Party,
    /// The beneficiary's name.
    pub beneficiary: String,
    /// The guarantee's number.
    pub number: String,
    /// What it secures.
    pub kind: domain::product::GuaranteeKind,
    /// Its amount.
    pub amount: Cny,
}

impl About {
    fn paper(&self, on: Date, format: &str) -> Paper<'static> {
        let mut paper = paper(&self.guarantor, on, true);
        paper.values.extend([
            ("applicant", self.applicant.name.to_string()),
            ("applicant_uscc", self.applicant.uscc.to_string()),
            ("beneficiary", self.beneficiary.clone()),
            ("number", self.number.clone()),
            ("kind", self.kind.label().to_owned()),
            ("amount", self.amount.to_string()),
            ("effective_on", date_in_words(on)),
        ]);
        paper.table = vec![
            ("保函编号", self.number.clone()),
            ("保函种类", self.kind.label().to_owned()),
            ("申请人", self.applicant.name.to_string()),
            ("受益人", self.beneficiary.clone()),
            ("担保金额", format!("人民币 {} 元（{}）", self.amount, self.amount.capitals())),
        ];
        paper.identity = format!("{format} {}", self.number);
        paper.record = Some(json!({
            "format": format!("kaihan.{format}.v1"),
            "number": self.number,
            "issuer": { "name": self.guarantor.name, "uscc": self.guarantor.uscc },
            "effective_on": on.to_string(),
        }));
        paper
    }
}

/// That a guarantee was surrendered before opening (退保确认书).
#[derive(Clone, Debug)]
pub struct Surrender {
    /// Which guarantee.
    pub about: About,
    /// From when.
    pub effective_on: Date,
    /// What is paid back.
    pub refund: Cny,
}

impl Surrender {
    /// The sheet.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let mut paper = self.about.paper(self.effective_on, "surrender");
        paper.values.insert("refund", self.refund.to_string());
        paper.sheet(wording)
    }
}

/// That a guarantee was released (解除确认书).
#[derive(Clone, Debug)]
pub struct Release {
    /// Which guarantee.
    pub about: About,
    /// From when.
    pub effective_on: Date,
    /// Why.
    pub reason: String,
}

impl Release {
    /// The sheet.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let mut paper = self.about.paper(self.effective_on, "release");
        paper.values.insert("reason", self.reason.clone());
        paper.sheet(wording)
    }
}

/// What was decided on a demand (索赔决定书).
#[derive(Clone, Debug)]
pub struct ClaimDecision {
    /// Which guarantee.
    pub about: About,
    /// When it was decided.
    pub decided_on: Date,
    /// When the demand came.
    pub demanded_on: Date,
    /// How much was demanded.
    pub demanded: Cny,
    /// What was decided.
    pub decision: String,
    /// Why.
    pub reason: String,
    /// How much is paid now.
    pub payable: Cny,
    /// How much of the amount is left then.
    pub remaining: Cny,
}

impl ClaimDecision {
    /// The sheet.
    ///
    /// # Errors
    /// [`TypesetError`].
    pub fn sheet(&self, wording: &Wording) -> Result<Sheet, TypesetError> {
        let mut paper = self.about.paper(self.decided_on, "claim-decision");
        paper.values.extend([
            ("demanded", self.demanded.to_string()),
            ("demanded_on", date_in_words(self.demanded_on)),
            ("decision", self.decision.clone()),
            ("reason", self.reason.clone()),
            ("payable", self.payable.to_string()),
            ("remaining", self.remaining.to_string()),
        ]);
        paper.sheet(wording)
    }
}
