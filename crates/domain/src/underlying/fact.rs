//! The facts of an underlying relationship, one by one: what pages show, what is signed, and what the fields of wordings stand for.

use super::{Underlying, Works};
use crate::money::Cny;
use crate::time::{Date, date_in_words};

/// A fact in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderlyingFact {
    /// Its name in terms that are signed, and as a field of wordings: one of [`FACTS`].
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it says; money in yuan, days as letters print them.
    pub text: String,
}

/// Every name a fact may have.
pub const FACTS: [&str; 18] = [
    "contract_number",
    "contract_price",
    "signed_on",
    "begins_on",
    "completes_on",
    "award_number",
    "award_on",
    "advance",
    "recovered_by",
    "permit",
    "performance",
    "settled_by",
    "settlement",
    "accepted_on",
    "liability_months",
    "liability_ends",
    "wages_bank",
    "wages_account",
];

/// Facts as they are told.
#[derive(Default)]
struct Telling(Vec<UnderlyingFact>);

impl Telling {
    fn text(&mut self, code: &'static str, label: &'static str, text: impl ToString) {
        self.0.push(UnderlyingFact { code, label, text: text.to_string() });
    }

    fn money(&mut self, code: &'static str, label: &'static str, amount: Cny) {
        self.text(code, label, amount);
    }

    fn day(&mut self, code: &'static str, label: &'static str, day: Date) {
        self.text(code, label, date_in_words(day));
    }

    fn works(&mut self, works: &Works) {
        self.money("contract_price", "合同金额（元）", works.price);
        if let Some(signed) = works.signed_on {
            self.day("signed_on", "合同签订日期", signed);
        }
        self.day("begins_on", "开工日期", works.begins_on);
        self.day("completes_on", "竣工日期", works.completes_on);
    }
}

impl Underlying {
    /// Its facts, in the order of pages. What there is none of goes unsaid.
    #[must_use]
    pub fn facts(&self) -> Vec<UnderlyingFact> {
        let mut told = Telling::default();
        match self {
            Self::Performance { works, award } => {
                if let Some(award) = award {
                    told.text("award_number", "中标通知书编号", &award.number);
                    told.day("award_on", "中标通知书日期", award.on);
                }
                told.works(works);
            }
            Self::AdvancePayment { works, advance, recovered_by } => {
                told.works(works);
                told.money("advance", "预付款金额（元）", *advance);
                told.day("recovered_by", "预付款扣清日期", *recovered_by);
            }
            Self::Payment { works, permit, performance, settled_by } => {
                told.works(works);
                if let Some(permit) = permit {
                    told.text("permit", "施工许可证编号", permit);
                }
                told.money("performance", "承包商履约担保金额（元）", *performance);
                told.day("settled_by", "工程款付清日期", *settled_by);
            }
            Self::Warranty { works, settlement, accepted_on, liability_months } => {
                told.works(works);
                told.money("settlement", "工程价款结算总额（元）", *settlement);
                told.day("accepted_on", "竣工验收合格日期", *accepted_on);
                told.text("liability_months", "缺陷责任期（月）", liability_months);
                if let Some(ends) = self.liability_ends() {
                    told.day("liability_ends", "缺陷责任期届满日期", ends);
                }
            }
            Self::Wages { works, contract, permit, account, reduced: _ } => {
                told.text("contract_number", "合同编号", contract);
                told.works(works);
                told.text("permit", "施工许可证编号", permit);
                told.text("wages_bank", "农民工工资专用账户开户行", &account.bank);
                told.text("wages_account", "农民工工资专用账户账号", &account.number);
            }
        }
        told.0
    }
}
