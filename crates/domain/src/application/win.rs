//! Winning: whoever bid with a letter of this platform and was awarded the lot goes on to the performance guarantee, with all that is known
//! (Henan manual, chapter 3: 承包商合同履约保函).

use super::{Application, ApplicationEvent, Won, forbidden};
use crate::lot::{KnownLot, LotProgress, Subject};
use crate::product::GuaranteeKind;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// On whose word somebody has won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardWord {
    /// Its centre's.
    Centre,
    /// Its own, with the award notice.
    Applicant,
}

/// Whether the performance guarantee can follow on this bid guarantee, and on whose word.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`] of anything but an issued bid guarantee for an open lot; [`Refusal::LotAborted`];
/// [`Refusal::AwardTooEarly`] before bids are opened; [`Refusal::NotWinner`] when its centre named another.
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<AwardWord, Refusal> {
    let facts = &application.facts;
    let bid = facts.kind == GuaranteeKind::Bid && facts.lot.subject() == Subject::Lot && !facts.lot.is_sealed();
    if !bid || application.guarantee().is_none() {
        return forbidden();
    }
    match &lot.progress {
        LotProgress::Aborted { .. } => Err(Refusal::LotAborted),
        LotProgress::Awarded { winner, .. } | LotProgress::Contracted { winner, .. } => {
            if winner == facts.applicant.uscc.as_str() {
                Ok(AwardWord::Centre)
            } else {
                Err(Refusal::NotWinner)
            }
        }
        LotProgress::Opened { .. } => Ok(AwardWord::Applicant),
        LotProgress::Announced if now < lot.opens_at => Err(Refusal::AwardTooEarly),
        LotProgress::Announced => Ok(AwardWord::Applicant),
    }
}

/// Writes down what was won. Said again, the last word stands.
///
/// # Errors
/// As [`check`]; [`Refusal::PapersMissing`] without the award notice, where nobody's word but the applicant's is there.
pub fn win(application: &Application, lot: &KnownLot, won: Won, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    match check(application, lot, now)? {
        AwardWord::Applicant if won.paper.is_none() => Err(Refusal::PapersMissing),
        AwardWord::Applicant | AwardWord::Centre => Ok(ApplicationEvent::Won { won: Box::new(won) }),
    }
}
