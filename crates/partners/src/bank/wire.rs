//! What goes over the wire between the platform and a bank, both ways. Amounts are yuan with two decimals in a text, instants
//! China's civil time, as bank interfaces write them.

use serde::{Deserialize, Serialize};

/// Where the platform takes in bank lines.
pub const BANK_LINES: &str = "/api/v1/bank-lines";
/// Where the bank takes in refund orders.
pub const REFUNDS: &str = "/v1/refunds";
/// Where the bank says what was on an account.
pub const BALANCES: &str = "/v1/balances";

/// A credit on an account, bank → platform. May arrive twice, late or out of order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankLine {
    /// The bank's own identifier of the line; the same line always has the same.
    pub line_id: String,
    /// The account credited.
    pub account: String,
    /// Amount in yuan, two decimals.
    pub amount: String,
    /// The payer's name.
    pub payer_name: String,
    /// The payer's account.
    pub payer_account: String,
    /// What the payer wrote.
    pub remark: String,
    /// When it was booked, `2026-11-21 10:00:00`.
    pub booked_at: String,
}

/// The platform's answer to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankLineReceipt {
    /// The line.
    pub line_id: String,
    /// Whether it had been reported before.
    pub duplicate: bool,
}

/// An order to send a credit back, platform → bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundOrder {
    /// The order's identifier; the same order is carried out once.
    pub order_id: String,
    /// The line to send back, whole.
    pub line_id: String,
    /// What the payer is told.
    pub reason: String,
}

/// The bank's answer to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundAnswer {
    /// The order.
    pub order_id: String,
    /// Its outcome.
    pub outcome: RefundOutcome,
    /// Why it was refused, for the people who have to go on; empty otherwise.
    #[serde(default)]
    pub reason: String,
}

/// The outcome of a refund order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundOutcome {
    /// Sent back.
    Refunded,
    /// Refused for good: no such line, say.
    Refused,
}

/// A question for what was on an account when a day ended, platform → bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceQuery {
    /// The account.
    pub account: String,
    /// The day, `2026-11-21`.
    pub day: String,
}

/// The bank's answer to the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceAnswer {
    /// The account.
    pub account: String,
    /// The day.
    pub day: String,
    /// In yuan, two decimals, with a minus sign when it was overdrawn; nothing for an account that the bank does not know, and for a day that
    /// is not over.
    pub balance: Option<String>,
}
