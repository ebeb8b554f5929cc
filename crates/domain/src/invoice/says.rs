//! What a file of an invoice says of itself. The names that the tax authority gives the elements of its XML are not published where they could
//! be read; those of the accounting data standard (财政部 电子凭证会计数据标准, prefix `einv`) are. Of anything else nothing is made up: it is
//! shown as unchecked.

use super::{InvoiceFacts, IssuedInvoice};
use crate::money::Cny;
use serde::{Deserialize, Serialize};

/// What was found in a file, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSays {
    /// `einv:InvoiceNumber`.
    pub number: Option<String>,
    /// `einv:SellerIdNum`.
    pub seller: Option<String>,
    /// `einv:TotalAmWithoutTax`.
    pub net: Option<String>,
    /// `einv:TotalTaxAm`.
    pub tax: Option<String>,
    /// `einv:TotalTax-includedAmount`.
    pub total: Option<String>,
    /// Every text that is as long as a unified social credit code: the buyer's must be among them, whatever its element is called.
    pub codes: Vec<String>,
}

/// An amount as it stands in a file; those of a red invoice are below zero.
fn amount(text: Option<&String>) -> Option<Cny> {
    Cny::parse_yuan(text?.trim_start_matches('-')).ok()
}

impl InvoiceSays {
    /// Whether anything was found that can be held against what the institution says.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.number.is_some() || self.total.is_some()
    }

    /// The tax it names.
    #[must_use]
    pub fn tax(&self) -> Option<Cny> {
        amount(self.tax.as_ref())
    }

    /// In what it contradicts what the institution says of the invoice, in words for whoever handed it in.
    #[must_use]
    pub fn contradicts(&self, of: &InvoiceFacts, issued: &IssuedInvoice) -> Vec<&'static str> {
        if !self.is_known() {
            return Vec::new();
        }
        let differs = |said: Option<&String>, known: &str| said.is_some_and(|said| said != known);
        let other = |said: Option<&String>, known: Option<Cny>| said.is_some() && known.is_some() && amount(said) != known;
        let parts = amount(self.net.as_ref()).zip(self.tax()).map(|(net, tax)| net.fen() + tax.fen());
        [
            (differs(self.number.as_ref(), issued.number.as_str()), "发票号码"),
            (differs(self.seller.as_ref(), of.guarantor.uscc.as_str()), "销售方税号"),
            (!self.codes.iter().any(|code| code == of.applicant.uscc.as_str()), "购买方税号"),
            (other(self.total.as_ref(), Some(issued.amount)), "价税合计"),
            (other(self.tax.as_ref(), issued.tax), "税额"),
            (parts.is_some_and(|parts| parts != issued.amount.fen()), "不含税金额与税额之和"),
        ]
        .into_iter()
        .filter_map(|(wrong, what)| wrong.then_some(what))
        .collect()
    }
}
