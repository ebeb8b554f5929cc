//! Bank statements: every row is a credit, something else, or a fault in words. Which direction money went is read from closed lists; what
//! is not in them is no credit.

mod amount;
mod balance;
mod heading;
mod instant;
mod mt940;
mod table;

pub use domain::statement::Balances;

use crate::Unreadable;
use domain::money::Cny;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A credit: money that came onto the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// How much.
    pub amount: Cny,
    /// When the bank booked it; midnight when it tells the day only.
    pub booked_at: Timestamp,
    /// Whether it tells the day only.
    #[serde(default)]
    pub day_only: bool,
    /// What stood on the account behind it, in fen, where the statement says so row by row.
    #[serde(default)]
    pub balance: Option<i64>,
    /// Who paid, as the bank knows it.
    pub payer_name: String,
    /// From which account.
    pub payer_account: String,
    /// What the payer wrote.
    pub remark: String,
    /// The bank's own number of the movement; empty when it gave none that can be relied on.
    pub serial: String,
}

/// What a row of a statement is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Entry {
    /// Money that came.
    Credit(Credit),
    /// Money that went, or a booking that was reversed: nobody's payment.
    Other,
    /// Not understood, and what about it.
    Fault {
        /// In words for the person who imports.
        reason: String,
    },
}

/// A row of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As the file's own editor counts.
    pub number: u64,
    /// The account it says to be of; empty when it does not say. Digits may be hidden by asterisks.
    pub account: String,
    /// By how much the balance changed, in fen, where the row says so.
    pub net: Option<i64>,
    /// What it is.
    pub entry: Entry,
}

/// What a statement says about itself, once it has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// Balances before and after of each account, where the statement tells them.
    pub balances: Vec<AccountBalances>,
    /// Columns that were not used, as they are headed, and sheets.
    pub unused: Vec<String>,
}

/// Balances of one of the accounts that a statement is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountBalances {
    /// The account as the rows name it; empty when they do not. Digits may be hidden by asterisks.
    pub account: String,
    /// Before and after.
    pub balances: Balances,
}

impl Summary {
    /// The balances of the account `own`, where those of exactly one account that may be it are told.
    #[must_use]
    pub fn balances_of(&self, own: &str) -> Option<Balances> {
        let mut told = self.balances.iter().filter(|told| told.account.is_empty() || is_account(&told.account, own));
        let first = told.next()?;
        told.next().is_none().then_some(first.balances)
    }
}

/// Takes one row after the other.
pub type Push<'a> = dyn FnMut(Row) -> Result<(), Unreadable> + 'a;

/// Reads a statement, whatever it is, row by row.
///
/// # Errors
/// [`Unreadable`] when it is no statement, too large, or when `push` says so.
pub fn read(bytes: &[u8], push: &mut Push<'_>) -> Result<Summary, Unreadable> {
    let workbook = bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    if !workbook && bytes.len() <= crate::FILE_MAX {
        let text = crate::text::decode(bytes);
        if mt940::is(&text) {
            return mt940::read(&text, push);
        }
    }
    table::read(bytes, push)
}

/// Whether `told`, in which asterisks may hide digits, is the account `own`.
#[must_use]
pub fn is_account(told: &str, own: &str) -> bool {
    let hidden = |c: char| matches!(c, '*' | 'x' | 'X');
    let (told, own): (Vec<char>, Vec<char>) = (told.chars().collect(), own.chars().collect());
    if told.iter().any(|c| hidden(*c)) {
        return told.len() == own.len() && told.iter().zip(&own).all(|(told, own)| told == own || hidden(*told));
    }
    told == own
}
