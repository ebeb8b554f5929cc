//! The agreed elements, looked for in a letter's own text (K9): which of them it states, and what it states otherwise.
//!
//! One thing may be written in many ways: full width, with spaces, `10,000.00`, 壹万元整, 1万元, 2026年12月1日, 2026/12/1. Amounts and dates are
//! read as a whole and compared as values, so that one within another is never taken for it; numbers and codes must end where they end, and
//! names are whole ones. Where the text says what a sum, a day or a party is, every such saying must be right: one that is wrong, or looks like
//! one and cannot be read, contradicts, though the right value stands elsewhere.

mod amount;
mod date;
mod numeral;
mod party;
mod text;

use domain::guarantee::Guarantee;
use domain::money::Cny;
use domain::time::date_in_words;
use jiff::civil::Date;
use std::fmt;
pub use text::Text;

/// What a letter is looked through for.
#[derive(Clone, Debug)]
pub struct Elements {
    /// The numbers of which it must bear one: the institution's, or the platform's.
    pub numbers: Vec<String>,
    /// The applicant's name and code.
    pub applicant: (String, String),
    /// The beneficiary's name, and its code where it has one; nothing while the lot is sealed.
    pub beneficiary: Option<(String, Option<String>)>,
    /// The lot's number, or the commitment to a sealed lot, hexadecimal.
    pub lot: String,
    /// The amount.
    pub amount: Cny,
    /// The last day.
    pub expiry: Date,
}

/// One element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// A number of the letter.
    Number,
    /// The applicant's name.
    Applicant,
    /// The applicant's code.
    ApplicantCode,
    /// The beneficiary's name.
    Beneficiary,
    /// The beneficiary's code.
    BeneficiaryCode,
    /// The lot's number or commitment.
    Lot,
    /// The amount.
    Amount,
    /// The last day.
    Expiry,
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "保函编号",
            Self::Applicant => "申请人名称",
            Self::ApplicantCode => "申请人统一社会信用代码",
            Self::Beneficiary => "受益人名称",
            Self::BeneficiaryCode => "受益人统一社会信用代码",
            Self::Lot => "标段编号（或标的、合同、项目编号；加密标段为标段承诺值）",
            Self::Amount => "担保金额",
            Self::Expiry => "有效期至",
        })
    }
}

/// What is wrong with a letter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing can be read: a scan, text turned into outlines, or more of it than any letter has.
    Unreadable,
    /// An element is not stated.
    Missing(Element, String),
    /// It states another value where it says what the value is.
    Contradicted(Element, String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("读不到文字（可能是扫描件，或文字已转为图形）"),
            Self::Missing(element, value) => write!(f, "没有写明{element}“{value}”"),
            Self::Contradicted(element, value) => write!(f, "{element}写作“{value}”，与订单不一致"),
        }
    }
}

impl Elements {
    /// The elements of a letter that is in the register.
    #[must_use]
    pub fn of(guarantee: &Guarantee) -> Self {
        let numbers = std::iter::once(guarantee.number.to_string()).chain(guarantee.issuer_number.clone());
        Self::new(&guarantee.applicant, &guarantee.lot, (guarantee.amount, guarantee.expiry), numbers.collect())
    }

    /// The elements of what was agreed.
    #[must_use]
    pub fn new(
        applicant: &domain::party::Party,
        lot: &domain::lot::TenderedLot,
        (amount, expiry): (Cny, Date),
        numbers: Vec<String>,
    ) -> Self {
        Self {
            numbers,
            applicant: (applicant.name.to_string(), applicant.uscc.to_string()),
            beneficiary: lot.tenderee().map(|tenderee| (tenderee.name.to_string(), tenderee.uscc.as_ref().map(ToString::to_string))),
            lot: match (lot.title(), lot.commitment()) {
                (Some((number, _)), _) => number.to_string(),
                (None, Some(commitment)) => hex::encode(commitment.0),
                (None, None) => String::new(),
            },
            amount,
            expiry,
        }
    }

    /// What of it a letter with this text states rightly, each once and in order.
    #[must_use]
    pub fn stated_in(&self, text: &Text) -> Vec<Element> {
        self.wanted().into_iter().filter(|(element, _)| self.states(*element, text)).map(|(element, _)| element).collect()
    }

    /// What is wrong with a letter with this text; empty when nothing is.
    #[must_use]
    pub fn faults_in(&self, text: &Text) -> Vec<Fault> {
        if text.is_empty() {
            return vec![Fault::Unreadable];
        }
        let missing = self.wanted().into_iter().filter(|(element, _)| !self.states(*element, text));
        let mut faults: Vec<Fault> = missing.map(|(element, value)| Fault::Missing(element, value)).collect();
        faults.extend(self.parties_otherwise(text).into_iter().map(|(element, as_written)| Fault::Contradicted(element, as_written)));
        let amount = amount::labelled(text).into_iter().find(|(found, _)| *found != Some(self.amount.fen()));
        faults.extend(amount.map(|(_, as_written)| Fault::Contradicted(Element::Amount, as_written)));
        let expiry = date::labelled(text).into_iter().find(|found| found.date != Some(self.expiry));
        faults.extend(expiry.map(|found| Fault::Contradicted(Element::Expiry, found.written)));
        faults
    }

    /// Who stands in a party's role, and what code behind its name, where that is another.
    fn parties_otherwise(&self, text: &Text) -> Vec<(Element, String)> {
        let (applicant, beneficiary) = (&self.applicant, self.beneficiary.as_ref());
        let other = beneficiary.map(|(name, _)| name.as_str());
        let mut found = Vec::new();
        found.extend(party::another(text, &party::APPLICANT, &applicant.0, other).map(|name| (Element::Applicant, name)));
        found.extend(party::another_code(text, &applicant.0, &applicant.1).map(|code| (Element::ApplicantCode, code)));
        if let Some((name, code)) = beneficiary {
            found.extend(party::another(text, &party::BENEFICIARY, name, Some(&applicant.0)).map(|name| (Element::Beneficiary, name)));
            let code = code.as_ref().and_then(|code| party::another_code(text, name, code));
            found.extend(code.map(|code| (Element::BeneficiaryCode, code)));
        }
        found
    }

    /// Every element, with what is wanted of it.
    fn wanted(&self) -> Vec<(Element, String)> {
        let mut wanted = vec![
            (Element::Number, self.numbers.join(" 或 ")),
            (Element::Applicant, self.applicant.0.clone()),
            (Element::ApplicantCode, self.applicant.1.clone()),
        ];
        if let Some((name, code)) = &self.beneficiary {
            wanted.push((Element::Beneficiary, name.clone()));
            wanted.extend(code.clone().map(|code| (Element::BeneficiaryCode, code)));
        }
        wanted.push((Element::Lot, self.lot.clone()));
        wanted.push((Element::Amount, format!("{} 元", self.amount)));
        wanted.push((Element::Expiry, date_in_words(self.expiry)));
        wanted
    }

    fn states(&self, element: Element, text: &Text) -> bool {
        match element {
            Element::Number => self.numbers.iter().any(|number| text.has_number(number)),
            Element::Applicant => party::has(text, &self.applicant.0, Some(&self.applicant.1)),
            Element::ApplicantCode => text.has_number(&self.applicant.1),
            Element::Beneficiary => self.beneficiary.as_ref().is_some_and(|(name, code)| party::has(text, name, code.as_deref())),
            Element::BeneficiaryCode => {
                self.beneficiary.as_ref().and_then(|(_, code)| code.as_ref()).is_some_and(|code| text.has_number(code))
            }
            Element::Lot => text.has_number(&self.lot),
            Element::Amount => amount::all(text).contains(&self.amount.fen()),
            Element::Expiry => {
                let last = date::labelled(text).into_iter().filter_map(|last| last.date);
                last.chain(date::all(text)).any(|date| date == self.expiry)
            }
        }
    }
}

#[cfg(test)]
mod tests;
