//! Recording: the tenderee, or the trading centre of the site, says who acts for the tenderee in a project.

use super::{Mandate, MandateEvent, MandateFacts, MandateSide, MandateStanding, ProjectNumber};
use crate::id::MandateId;
use crate::party::Party;
use crate::refusal::Refusal;
use crate::site::SiteCode;
use crate::time::{Date, Timestamp, add_days};

/// Longest term, in days from the day it is recorded: three years, longer than a tender takes.
const DAYS_MAX: u32 = 3 * 366;

/// What is recorded.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its identifier.
    pub id: MandateId,
    /// For whom.
    pub tenderee: Party,
    /// Who acts.
    pub agency: Party,
    /// In which project.
    pub project: ProjectNumber,
    /// On which site.
    pub site: SiteCode,
    /// Last day, included.
    pub until: Date,
    /// Who records it.
    pub by: MandateSide,
}

/// Records a mandate beside those `known` for the tenderee and project.
///
/// # Errors
/// [`Refusal::MandateOfOneself`]; [`Refusal::MandateTerm`] for a last day that is over, or too far away; [`Refusal::MandateKnown`] when
/// the agency acts in the project already, or is to say whether it does.
pub fn record(command: Record, known: &[Mandate], now: Timestamp) -> Result<MandateEvent, Refusal> {
    let Record { id, tenderee, agency, project, site, until, by } = command;
    if tenderee.uscc == agency.uscc {
        return Err(Refusal::MandateOfOneself);
    }
    let today = now.date();
    if until < today || until > add_days(today, DAYS_MAX) {
        return Err(Refusal::MandateTerm);
    }
    let stands = |mandate: &Mandate| {
        let facts = &mandate.facts;
        facts.project == project
            && facts.tenderee.uscc == tenderee.uscc
            && facts.agency.uscc == agency.uscc
            && matches!(mandate.standing(now), MandateStanding::Waiting | MandateStanding::InForce)
    };
    if known.iter().any(stands) {
        return Err(Refusal::MandateKnown);
    }
    Ok(MandateEvent::Recorded { facts: Box::new(MandateFacts { id, tenderee, agency, project, site, until, by, recorded_at: now }) })
}
