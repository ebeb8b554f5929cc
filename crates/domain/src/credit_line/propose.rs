//! Proposing a decision, as the first person at the grantor. Suspending is done at once.

use super::{
    CreditDecision, CreditDecisionKind, CreditLine, CreditLineEvent, CreditLineState, CreditProposal, CreditTerms, MONTHS_MAX, forbidden,
    words,
};
use crate::refusal::Refusal;
use crate::time::{Date, add_months};

/// Whether such a decision makes sense now.
///
/// # Errors
/// [`Refusal::CreditStateForbids`].
pub const fn check(line: &CreditLine, kind: CreditDecisionKind) -> Result<(), Refusal> {
    use CreditDecisionKind as K;
    match (&line.state, kind) {
        (CreditLineState::Submitted, K::Grant | K::Refuse)
        | (CreditLineState::Granted, K::Change | K::Suspend | K::Cancel)
        | (CreditLineState::Suspended { .. }, K::Change | K::Resume | K::Cancel) => Ok(()),
        (
            CreditLineState::Draft
            | CreditLineState::Submitted
            | CreditLineState::Returned { .. }
            | CreditLineState::Granted
            | CreditLineState::Suspended { .. }
            | CreditLineState::Refused { .. }
            | CreditLineState::Cancelled { .. },
            K::Grant | K::Refuse | K::Change | K::Suspend | K::Resume | K::Cancel,
        ) => forbidden(),
    }
}

/// The decisions that make sense now.
#[must_use]
pub fn available(line: &CreditLine) -> Vec<CreditDecisionKind> {
    CreditDecisionKind::ALL.into_iter().filter(|kind| check(line, *kind).is_ok()).collect()
}

/// Whether the terms hold together on `today`.
fn sound(terms: &CreditTerms, today: Date) -> Result<(), Refusal> {
    let right =
        terms.limit.fen() > 0 && terms.from <= terms.until && terms.until >= today && terms.until <= add_months(terms.from, MONTHS_MAX);
    if right { Ok(()) } else { Err(Refusal::CreditTermsContradict) }
}

/// Proposes `decision`; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// As [`check`]; [`Refusal::ReasonMissing`], [`Refusal::CreditTermsContradict`].
pub fn propose(line: &CreditLine, decision: CreditDecision, by: &str, today: Date) -> Result<CreditLineEvent, Refusal> {
    let kind = decision.kind();
    check(line, kind)?;
    if kind.has_reason() {
        words(decision.reason())?;
    }
    if let Some(terms) = decision.terms() {
        sound(terms, today)?;
    }
    Ok(if kind.needs_second() {
        CreditLineEvent::Proposed { proposal: CreditProposal { decision, by: by.to_owned() } }
    } else {
        CreditLineEvent::Decided { decision }
    })
}
