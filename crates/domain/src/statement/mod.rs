//! Bank statements (对账单) that an institution's staff takes in where its bank does not report to the platform. One person takes it in,
//! a second one holds its totals against the bank's balances; only then does it settle anything (K11, T-07, T-08).

mod again;
mod confirm;
mod discard;
mod event;
mod follows;
mod take;
mod watch;

pub use again::{adjoining, ordinal};
pub use confirm::confirm;
pub use discard::discard;
pub use event::StatementEvent;
pub use take::{advance, finish_reading};
pub use watch::{reports, watch};

use crate::id::{InstitutionId, StatementId};
use crate::money::Cny;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How long after a bank's last report its account takes no statements, in days.
pub const REPORTING_DAYS: i64 = 90;
/// Faults that are kept; beyond them only the count grows.
pub const FAULTS_MAX: usize = 100;
/// Unused columns that are kept.
pub const UNUSED_MAX: usize = 40;

/// What is fixed when a statement is taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementFacts {
    /// Which.
    pub id: StatementId,
    /// Whose account.
    pub institution: InstitutionId,
    /// The account.
    pub account: String,
    /// SM3 of the file, hexadecimal.
    pub digest: String,
    /// SM3 fingerprint of the certificate of whoever took it in.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A row that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which row, as the file's own editor counts.
    pub row: u64,
    /// What is wrong.
    pub reason: String,
}

/// Balances before and after, in fen; an account may be overdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balances {
    /// Before the first movement.
    pub opening: i64,
    /// After the last one.
    pub closing: i64,
}

/// What a statement holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows read.
    pub rows: u64,
    /// Credits.
    pub credits: u64,
    /// Their sum.
    pub credited: i64,
    /// When the latest of them was booked.
    #[serde(default)]
    pub last: Option<Timestamp>,
    /// Rows that are nobody's payment.
    pub others: u64,
    /// By how much all rows change the balance, in fen; `None` when a row does not say and the balances of the file do not show it.
    pub net: Option<i64>,
    /// The balances that the file itself tells; once confirmed, those that it was held against.
    pub balances: Option<Balances>,
    /// Rows with a fault.
    pub faulty: u64,
    /// The first of them.
    pub faults: Vec<Fault>,
    /// Columns that were not used.
    pub unused: Vec<String>,
}

impl Totals {
    /// The sum of the credits; zero when it is beyond what the platform handles.
    #[must_use]
    pub fn credited(&self) -> Cny {
        Cny::from_fen(self.credited).unwrap_or(Cny::ZERO)
    }
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum StatementState {
    /// Being read; one that stays here was interrupted, and is taken in anew.
    Reading,
    /// Read; waits for a second person.
    Proposed,
    /// Held against the balances; its credits are being recorded.
    Confirmed {
        /// The last row whose credit is recorded.
        until: u64,
    },
    /// All its credits are recorded.
    Taken,
    /// Laid aside.
    Discarded,
}

impl StatementState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Proposed => "proposed",
            Self::Confirmed { .. } => "confirmed",
            Self::Taken => "taken",
            Self::Discarded => "discarded",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Reading => "读取中断，请重新导入",
            Self::Proposed => "待复核",
            Self::Confirmed { .. } => "入账中",
            Self::Taken => "已入账",
            Self::Discarded => "已作废",
        }
    }
}

/// A bank statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Fixed at birth.
    pub facts: StatementFacts,
    /// What it holds, once read.
    pub totals: Totals,
    /// Credits that were not known.
    pub recorded: u64,
    /// Credits that were.
    pub known: u64,
    /// Where it stands.
    pub state: StatementState,
    /// Events so far.
    pub version: u32,
}
