//! The ledger (资金台账) of what came onto institutions' accounts, by double entry: each posting takes an amount from one account of the ledger to
//! another, so that every fen received is in exactly one place (INV-07, INV-08). What is posted follows from the events of bank lines
//! ([`posting`]) and from nothing else; nobody posts by hand.
//!
//! What an institution's own cashier takes never lies on an account that is watched here, and does not stand in it.

use crate::bank_line::{BankLine, BankLineEvent, BankLineState};
use crate::id::{BankLineId, InstitutionId};
use crate::money::Cny;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// Where money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerAccount {
    /// At the bank: what came, without what went back.
    Bank,
    /// In suspense: it is not known yet what it paid for, or it paid for nothing.
    Suspense,
    /// It paid a fee.
    Recognised,
    /// It is to go back, and has not gone.
    RefundPending,
    /// Nothing of the platform's.
    Aside,
}

/// What was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostingKind {
    /// Money came.
    Received,
    /// It paid a fee.
    Recognised,
    /// What lay in suspense is to go back.
    SuspenseToRefund,
    /// A fee is to go back.
    FeeToRefund,
    /// It has gone back.
    Refunded,
    /// It is nothing of the platform's.
    SetAside,
}

impl PostingKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Received, Self::Recognised, Self::SuspenseToRefund, Self::FeeToRefund, Self::Refunded, Self::SetAside];

    /// Its name in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Recognised => "recognised",
            Self::SuspenseToRefund => "suspense_to_refund",
            Self::FeeToRefund => "fee_to_refund",
            Self::Refunded => "refunded",
            Self::SetAside => "set_aside",
        }
    }

    /// The word on screens.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "到账",
            Self::Recognised => "确认为费用",
            Self::SuspenseToRefund => "待核款项转退款",
            Self::FeeToRefund => "费用转退款",
            Self::Refunded => "已退回",
            Self::SetAside => "与平台无关",
        }
    }

    /// The words of the reference table.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Received => "ledger: bank to suspense",
            Self::Recognised => "ledger: suspense to recognised",
            Self::SuspenseToRefund => "ledger: suspense to refund pending",
            Self::FeeToRefund => "ledger: recognised to refund pending",
            Self::Refunded => "ledger: refund pending to bank",
            Self::SetAside => "ledger: suspense to aside",
        }
    }

    /// The kind with this code, if there is one.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The account that is debited and the one that is credited.
    #[must_use]
    pub const fn accounts(self) -> (LedgerAccount, LedgerAccount) {
        match self {
            Self::Received => (LedgerAccount::Bank, LedgerAccount::Suspense),
            Self::Recognised => (LedgerAccount::Suspense, LedgerAccount::Recognised),
            Self::SuspenseToRefund => (LedgerAccount::Suspense, LedgerAccount::RefundPending),
            Self::FeeToRefund => (LedgerAccount::Recognised, LedgerAccount::RefundPending),
            Self::Refunded => (LedgerAccount::RefundPending, LedgerAccount::Bank),
            Self::SetAside => (LedgerAccount::Suspense, LedgerAccount::Aside),
        }
    }
}

/// An amount that goes from one account of the ledger to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPosting {
    /// Of which line.
    pub line: BankLineId,
    /// Which of the line's events posts it: an event posts once.
    pub event: u32,
    /// In whose ledger; `None` for money on an account of nobody's, which is the operator's to see to.
    pub institution: Option<InstitutionId>,
    /// From where to where.
    pub kind: PostingKind,
    /// How much.
    pub amount: Cny,
    /// On which day; `None` for the day on which it is posted.
    pub day: Option<Date>,
}

/// What `event` posts of the line, which is as it was before; of a first event, as it is after.
#[must_use]
pub fn posting(line: &BankLine, event: &BankLineEvent) -> Option<LedgerPosting> {
    let kind = match event {
        BankLineEvent::Received { .. } => PostingKind::Received,
        BankLineEvent::Matched { .. } | BankLineEvent::Honoured { .. } => PostingKind::Recognised,
        BankLineEvent::RefundRequested { .. } => match line.state {
            BankLineState::Matched | BankLineState::Honoured { .. } => PostingKind::FeeToRefund,
            // Asked for again, it waits to go back already.
            BankLineState::RefundFailed { .. } | BankLineState::Refunding { .. } => return None,
            BankLineState::Received
            | BankLineState::Suspense { .. }
            | BankLineState::RefundProposed { .. }
            | BankLineState::AsideProposed { .. }
            | BankLineState::Aside { .. }
            | BankLineState::Refunded => PostingKind::SuspenseToRefund,
        },
        BankLineEvent::Refunded => PostingKind::Refunded,
        BankLineEvent::SetAside { .. } => PostingKind::SetAside,
        BankLineEvent::Suspended { .. }
        | BankLineEvent::Identified { .. }
        | BankLineEvent::RefundProposed { .. }
        | BankLineEvent::RefundRejected
        | BankLineEvent::RefundFailed { .. }
        | BankLineEvent::AsideProposed { .. }
        | BankLineEvent::AsideRejected => return None,
    };
    let first = kind == PostingKind::Received;
    let facts = &line.facts;
    Some(LedgerPosting {
        line: facts.id,
        event: if first { line.version } else { line.version + 1 },
        institution: facts.institution,
        kind,
        amount: facts.amount,
        day: first.then(|| facts.booked_at.date()),
    })
}

/// The account of the ledger in which a line in this state lies; `None` once it has gone back.
#[must_use]
pub const fn place(state: &BankLineState) -> Option<LedgerAccount> {
    match state {
        BankLineState::Received
        | BankLineState::Suspense { .. }
        | BankLineState::RefundProposed { .. }
        | BankLineState::AsideProposed { .. } => Some(LedgerAccount::Suspense),
        BankLineState::Matched | BankLineState::Honoured { .. } => Some(LedgerAccount::Recognised),
        BankLineState::Refunding { .. } | BankLineState::RefundFailed { .. } => Some(LedgerAccount::RefundPending),
        BankLineState::Aside { .. } => Some(LedgerAccount::Aside),
        BankLineState::Refunded => None,
    }
}

/// What was posted of each kind, in fen: of a day, of a period, or of all time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    received: i64,
    recognised: i64,
    suspense_to_refund: i64,
    fee_to_refund: i64,
    refunded: i64,
    set_aside: i64,
}

impl Turnover {
    /// Adds so many fen of a kind.
    pub const fn add(&mut self, kind: PostingKind, fen: i64) {
        let sum = match kind {
            PostingKind::Received => &mut self.received,
            PostingKind::Recognised => &mut self.recognised,
            PostingKind::SuspenseToRefund => &mut self.suspense_to_refund,
            PostingKind::FeeToRefund => &mut self.fee_to_refund,
            PostingKind::Refunded => &mut self.refunded,
            PostingKind::SetAside => &mut self.set_aside,
        };
        *sum = sum.saturating_add(fen);
    }

    /// How much of a kind, in fen.
    #[must_use]
    pub const fn of(&self, kind: PostingKind) -> i64 {
        match kind {
            PostingKind::Received => self.received,
            PostingKind::Recognised => self.recognised,
            PostingKind::SuspenseToRefund => self.suspense_to_refund,
            PostingKind::FeeToRefund => self.fee_to_refund,
            PostingKind::Refunded => self.refunded,
            PostingKind::SetAside => self.set_aside,
        }
    }

    /// Adds another.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        PostingKind::ALL.into_iter().for_each(|kind| self.add(kind, other.of(kind)));
        self
    }

    /// By how much an account of the ledger has grown, in fen: the bank's by what was debited, every other's by what was credited.
    #[must_use]
    pub fn balance(&self, account: LedgerAccount) -> i64 {
        let moved: i64 = PostingKind::ALL
            .into_iter()
            .map(|kind| match kind.accounts() {
                (debit, _) if debit == account => self.of(kind),
                (_, credit) if credit == account => -self.of(kind),
                (_, _) => 0,
            })
            .sum();
        if account == LedgerAccount::Bank { moved } else { -moved }
    }
}
