//! What applicants type in, on a site whose centre confirms it (增加项目须经核实): it is drafted for and not submitted before the centre lists
//! the lot. The centre confirms by listing it: what is announced is announced to all, so that nobody learns of it who bids, or how many do
//! (HR-10). What the centre does not find right goes back to whoever typed it in, with the reason.

use super::{Lot, LotEvent, LotOrigin};
pub use crate::complaint::ComplaintFile as EvidenceFile;
use crate::id::{LotId, OrganisationId};
use crate::refusal::Refusal;
use crate::text::lines;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of a reason.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;
/// Longest address of an announcement, in characters.
pub const ADDRESS_MAX: usize = 500;

/// How a lot that was typed in stands with its centre.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "confirmation")]
pub enum Confirmation {
    /// Nobody is asked: its centre lists it, or the site takes what applicants type in.
    #[default]
    Unasked,
    /// The centre is asked.
    Pending,
    /// The centre does not find it right.
    Refused {
        /// Why, as its applicant reads it.
        reason: String,
    },
}

impl Confirmation {
    /// How it stands after its organisation has changed something: a centre that is asked is asked again.
    #[must_use]
    pub const fn asked_again(&self) -> Self {
        match self {
            Self::Unasked => Self::Unasked,
            Self::Pending | Self::Refused { .. } => Self::Pending,
        }
    }

    /// Whether nobody is asked: what rows and records leave unsaid.
    #[must_use]
    pub const fn is_unasked(&self) -> bool {
        matches!(self, Self::Unasked)
    }
}

/// Where it stands that the lot is tendered: the announcement as a file, its address, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The file. What it was called is for whoever handed it in alone: names of files name firms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
    /// The address, `https://` or `http://`; at most [`ADDRESS_MAX`] characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
}

impl Evidence {
    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.file.is_none() && self.address.is_empty()
    }
}

impl Lot {
    /// The lot as its centre lists it once it has confirmed what was typed in: nothing tells who did.
    ///
    /// # Errors
    /// [`Refusal::LotNotPending`] for one that does not wait for its centre.
    pub fn confirmed(&self, id: LotId) -> Result<Self, Refusal> {
        self.pending()?;
        Ok(self.facts(id))
    }

    /// What a centre says of a lot and whoever typed it in does not: two that agree in it are one lot to the centre.
    #[must_use]
    pub fn facts(&self, id: LotId) -> Self {
        Self { id, origin: LotOrigin::Feed, evidence: Evidence::default(), confirmation: Confirmation::Unasked, ..self.clone() }
    }

    /// Whether its centre has to look at it: it is asked, and there is something to look at.
    ///
    /// # Errors
    /// [`Refusal::LotNotPending`].
    pub fn pending(&self) -> Result<(), Refusal> {
        match self.confirmation {
            Confirmation::Pending if self.evidence.is_empty() => Err(Refusal::LotNotPending),
            Confirmation::Pending => Ok(()),
            Confirmation::Unasked | Confirmation::Refused { .. } => Err(Refusal::LotNotPending),
        }
    }
}

/// Its organisation, `by`, hands in where it stands that it is tendered.
///
/// # Errors
/// [`Refusal::LotListed`] for one that `by` did not type in; [`Refusal::EvidenceMissing`] when there is nothing.
pub fn show(lot: &Lot, by: OrganisationId, evidence: Evidence) -> Result<LotEvent, Refusal> {
    if lot.origin != LotOrigin::EnteredBy(by) {
        return Err(Refusal::LotListed);
    }
    if evidence.is_empty() { Err(Refusal::EvidenceMissing) } else { Ok(LotEvent::Evidenced { evidence }) }
}

/// The centre does not find it right.
///
/// # Errors
/// [`Refusal::LotNotPending`] for one that does not wait for its centre; [`Refusal::ReasonMissing`].
pub fn refuse(lot: &Lot, reason: &str) -> Result<LotEvent, Refusal> {
    lot.pending()?;
    let reason = lines(reason, REASON_LENGTH).ok_or(Refusal::ReasonMissing)?;
    Ok(LotEvent::Refused { reason })
}
