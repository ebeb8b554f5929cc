//! What happens to a lot: to one that an applicant typed in by its organisation, to a feed's by its centre.

use super::evidence::{Confirmation, Evidence};
use super::{Candidate, Lot, LotProgress};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum LotEvent {
    /// An applicant typed it in.
    Entered {
        /// As it was typed.
        lot: Box<Lot>,
    },
    /// Its centre listed it, after applicants had typed in its number.
    Listed {
        /// As it was reported.
        lot: Box<Lot>,
    },
    /// Its organisation corrected it.
    Corrected {
        /// As it stands now.
        lot: Box<Lot>,
    },
    /// Its organisation removed it.
    Removed,
    /// Its centre reported it again, otherwise.
    Reported {
        /// As it stands now.
        lot: Box<Lot>,
    },
    /// Bids are opened at another time.
    OpeningChanged {
        /// When.
        opens_at: Timestamp,
        /// When that was announced.
        announced_at: Timestamp,
    },
    /// Bids count for another time.
    ValidityChanged {
        /// Days.
        valid_days: u32,
        /// When that was announced.
        announced_at: Timestamp,
    },
    /// The candidates were announced (中标候选人公示).
    CandidatesAnnounced {
        /// The first one first.
        candidates: Vec<Candidate>,
        /// When.
        announced_at: Timestamp,
    },
    /// Its organisation has handed in where it stands that it is tendered.
    Evidenced {
        /// Where.
        evidence: Evidence,
    },
    /// Its centre does not find right what an applicant typed in.
    Refused {
        /// Why, as the applicant reads it.
        reason: String,
    },
    /// The tender has come further: opened, awarded, contracted, aborted.
    Progressed {
        /// How far.
        progress: LotProgress,
    },
}

impl LotEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Entered { .. } => "lot.entered",
            Self::Listed { .. } => "lot.listed",
            Self::Corrected { .. } => "lot.corrected",
            Self::Removed => "lot.removed",
            Self::Reported { .. } => "lot.reported",
            Self::OpeningChanged { .. } => "lot.opening_changed",
            Self::ValidityChanged { .. } => "lot.validity_changed",
            Self::CandidatesAnnounced { .. } => "lot.candidates_announced",
            Self::Evidenced { .. } => "lot.evidenced",
            Self::Refused { .. } => "lot.refused",
            Self::Progressed { progress } => progress.name(),
        }
    }

    /// The lot after this; `None` once it is removed.
    #[must_use]
    pub fn apply(&self, lot: Option<Lot>) -> Option<Lot> {
        match self {
            Self::Entered { lot } | Self::Listed { lot } => Some((**lot).clone()),
            Self::Corrected { lot: new } | Self::Reported { lot: new } => lot.map(|_| (**new).clone()),
            Self::Removed => None,
            Self::OpeningChanged { opens_at, announced_at } => {
                lot.map(|lot| Lot { opens_at: *opens_at, opening_announced_at: Some(*announced_at), ..lot })
            }
            Self::ValidityChanged { valid_days, announced_at } => {
                lot.map(|lot| Lot { valid_days: Some(*valid_days), validity_announced_at: Some(*announced_at), ..lot })
            }
            Self::CandidatesAnnounced { candidates, announced_at } => {
                lot.map(|lot| Lot { candidates: candidates.clone(), candidates_announced_at: Some(*announced_at), ..lot })
            }
            Self::Evidenced { evidence } => {
                lot.map(|lot| Lot { evidence: evidence.clone(), confirmation: lot.confirmation.asked_again(), ..lot })
            }
            Self::Refused { reason } => lot.map(|lot| Lot { confirmation: Confirmation::Refused { reason: reason.clone() }, ..lot }),
            Self::Progressed { progress } => lot.map(|lot| match progress {
                // Heard of after what was decided on the bids.
                LotProgress::Opened { at } if lot.progress.is_decided() => Lot { opened_at: Some(*at), ..lot },
                LotProgress::Announced
                | LotProgress::Opened { .. }
                | LotProgress::Awarded { .. }
                | LotProgress::Contracted { .. }
                | LotProgress::Aborted { .. } => Lot { opened_at: lot.opened_at(), progress: progress.clone(), ..lot },
            }),
        }
    }
}
