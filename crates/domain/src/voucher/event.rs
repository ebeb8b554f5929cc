use super::{Voucher, VoucherFacts, VoucherState};
use crate::id::BankLineId;
use serde::{Deserialize, Serialize};

/// What happened to a voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum VoucherEvent {
    /// The applicant handed it in.
    HandedIn {
        /// All that is fixed from here on.
        facts: Box<VoucherFacts>,
    },
    /// Somebody began to look.
    Checking {
        /// SM3 fingerprint of that person's certificate.
        by: String,
    },
    /// It shows a credit.
    Found {
        /// Which.
        line: BankLineId,
        /// SM3 fingerprint of the certificate of whoever said so.
        by: String,
    },
    /// It shows none that has come.
    Missed {
        /// What the applicant is told.
        reason: String,
    },
}

impl VoucherEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::HandedIn { .. } => "voucher.handed_in",
            Self::Checking { .. } => "voucher.checking",
            Self::Found { .. } => "voucher.found",
            Self::Missed { .. } => "voucher.missed",
        }
    }
}

impl Voucher {
    /// The voucher after its first event; `None` when that is not `HandedIn`.
    #[must_use]
    pub fn born(event: &VoucherEvent) -> Option<Self> {
        if let VoucherEvent::HandedIn { facts } = event {
            Some(Self { facts: (**facts).clone(), state: VoucherState::Uploaded, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &VoucherEvent) {
        self.version += 1;
        match event {
            VoucherEvent::HandedIn { .. } => {}
            VoucherEvent::Checking { by } => self.state = VoucherState::Checking { by: by.clone() },
            VoucherEvent::Found { line, by } => self.state = VoucherState::Matched { line: *line, by: by.clone() },
            VoucherEvent::Missed { reason } => self.state = VoucherState::NotFound { reason: reason.clone() },
        }
    }
}
