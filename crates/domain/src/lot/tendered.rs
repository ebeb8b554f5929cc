use super::{Lot, LotNumber, LotOrigin, Subject, Tenderee};
use crate::id::LotId;
use crate::money::Cny;
use crate::site::SiteRules;
use crate::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// The lot an application is for, open or sealed.
///
/// Architecture Invariant: nothing reads a lot's fields from an application or a guarantee except through this type, so that a
/// sealed lot cannot be read by code that was written for open ones. Every reader answers `None` or a neutral value for a
/// sealed lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenderedLot(Content);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    Open {
        lot: LotId,
        #[serde(default, skip_serializing_if = "Subject::is_lot")]
        subject: Subject,
        number: LotNumber,
        name: String,
        tenderee: Tenderee,
        estimate: Option<Cny>,
        opens_at: Timestamp,
        valid_days: Option<u32>,
        entered: bool,
    },
    Sealed {
        commitment: LotCommitment,
        not_before: Timestamp,
    },
}

/// The salted SM3 commitment to a sealed lot (SG-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LotCommitment(pub [u8; 32]);

impl TenderedLot {
    /// The lot in the open.
    #[must_use]
    pub fn open(lot: &Lot) -> Self {
        Self(Content::Open {
            lot: lot.id,
            subject: lot.subject,
            number: lot.number.clone(),
            name: lot.name.clone(),
            tenderee: lot.tenderee.clone(),
            estimate: lot.estimate,
            opens_at: lot.opens_at,
            valid_days: lot.valid_days,
            entered: matches!(lot.origin, LotOrigin::EnteredBy(_)),
        })
    }

    /// The lot known only by its commitment until `not_before`.
    #[must_use]
    pub const fn sealed(commitment: LotCommitment, not_before: Timestamp) -> Self {
        Self(Content::Sealed { commitment, not_before })
    }

    /// Whether it is sealed.
    #[must_use]
    pub const fn is_sealed(&self) -> bool {
        matches!(self.0, Content::Sealed { .. })
    }

    /// Which lot, unless sealed.
    #[must_use]
    pub const fn lot(&self) -> Option<LotId> {
        match &self.0 {
            Content::Open { lot, .. } => Some(*lot),
            Content::Sealed { .. } => None,
        }
    }

    /// What it is; sealed it is called a lot.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match &self.0 {
            Content::Open { subject, .. } => *subject,
            Content::Sealed { .. } => Subject::Lot,
        }
    }

    /// Number and name, unless sealed.
    #[must_use]
    pub fn title(&self) -> Option<(&LotNumber, &str)> {
        match &self.0 {
            Content::Open { number, name, .. } => Some((number, name)),
            Content::Sealed { .. } => None,
        }
    }

    /// The commitment, while sealed.
    #[must_use]
    pub const fn commitment(&self) -> Option<LotCommitment> {
        match &self.0 {
            Content::Open { .. } => None,
            Content::Sealed { commitment, .. } => Some(*commitment),
        }
    }

    /// The tenderee, who becomes the beneficiary, unless sealed.
    #[must_use]
    pub fn tenderee(&self) -> Option<&Tenderee> {
        match &self.0 {
            Content::Open { tenderee, .. } => Some(tenderee),
            Content::Sealed { .. } => None,
        }
    }

    /// Estimated contract price, where published and not sealed.
    #[must_use]
    pub const fn estimate(&self) -> Option<Cny> {
        match &self.0 {
            Content::Open { estimate, .. } => *estimate,
            Content::Sealed { .. } => None,
        }
    }

    /// Bid opening; for a sealed lot the earliest instant at which it may be unsealed.
    #[must_use]
    pub const fn opens_at(&self) -> Timestamp {
        match &self.0 {
            Content::Open { opens_at, .. } => *opens_at,
            Content::Sealed { not_before, .. } => *not_before,
        }
    }

    /// The last day of a guarantee for it: it outlives the bid validity.
    #[must_use]
    pub fn expiry(&self, rules: &SiteRules) -> Date {
        self.known(None).expiry(rules)
    }

    /// Bid validity in days, where published and not sealed.
    #[must_use]
    pub const fn valid_days(&self) -> Option<u32> {
        match &self.0 {
            Content::Open { valid_days, .. } => *valid_days,
            Content::Sealed { .. } => None,
        }
    }

    /// Whether an applicant typed the lot in, so that a person at the guarantor must look at it.
    #[must_use]
    pub const fn is_entered_by_applicant(&self) -> bool {
        match &self.0 {
            Content::Open { entered, .. } => *entered,
            Content::Sealed { .. } => false,
        }
    }
}
