//! The day's close (日终对账): what the bank says was on the account when the day ended, held against the ledger to the fen. One person
//! draws it up, a second one confirms it.

pub mod confirm;
pub mod draw_up;
mod event;
mod follows;
pub mod withdraw;

pub use event::DayCloseEvent;

use crate::id::{DayCloseId, InstitutionId};
use crate::refusal::Refusal;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Where the bank's balance is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BalanceSource {
    /// The bank's own interface was asked.
    Bank,
    /// A person read it from the bank's statement.
    Statement,
}

impl BalanceSource {
    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Bank => "银行接口查询",
            Self::Statement => "按银行对账单填写",
        }
    }
}

/// What stood on both sides when a day was closed, in fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Which day.
    pub day: Date,
    /// What the bank says was on the account; below nothing when it was overdrawn.
    pub bank: i64,
    /// What the ledger said was at the bank.
    pub ledger: i64,
}

/// What is fixed when a close is drawn up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCloseFacts {
    /// Which.
    pub id: DayCloseId,
    /// Whose account.
    pub institution: InstitutionId,
    /// The day and both sides.
    pub closed: Closed,
    /// The close before, if there is one.
    pub before: Option<Closed>,
    /// Where the bank's balance is from.
    pub source: BalanceSource,
    /// Why the two sides differ; empty when they do not.
    pub reason: String,
    /// SM3 fingerprint of the certificate of whoever drew it up.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl DayCloseFacts {
    /// By how much the account has moved otherwise than the ledger since the close before, in fen. Of the first close: what lay on the account
    /// beside what came through the platform.
    #[must_use]
    pub const fn difference(&self) -> i64 {
        let apart = self.closed.bank.saturating_sub(self.closed.ledger);
        match &self.before {
            Some(before) => apart.saturating_sub(before.bank.saturating_sub(before.ledger)),
            None => apart,
        }
    }
}

/// Where a close stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DayCloseState {
    /// Drawn up; a second person decides.
    Proposed,
    /// Confirmed.
    Confirmed {
        /// SM3 fingerprint of the certificate of whoever confirmed it.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// Given up, to be drawn up anew.
    Withdrawn,
}

impl DayCloseState {
    /// The state's name in the database.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed { .. } => "confirmed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Proposed => "待复核",
            Self::Confirmed { .. } => "已对账",
            Self::Withdrawn => "已撤回",
        }
    }
}

/// A close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayClose {
    /// Fixed at birth.
    pub facts: DayCloseFacts,
    /// Where it stands.
    pub state: DayCloseState,
    /// Events so far.
    pub version: u32,
}

/// Whether it waits for a second person.
const fn open(close: &DayClose) -> Result<(), Refusal> {
    match close.state {
        DayCloseState::Proposed => Ok(()),
        DayCloseState::Confirmed { .. } | DayCloseState::Withdrawn => Err(Refusal::DayClosed),
    }
}
