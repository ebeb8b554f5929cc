//! Proposing a decision, as the first person at the grantor. Suspending is done at once.

use super::{
    CreditDecision, CreditDecisionKind, CreditLine, CreditLineEvent, CreditLineState, CreditProposal, CreditTerms, MONTHS_MAX, forbidden,
    words,
};
use crate::money::Cny;
use crate::product::GuaranteeKind;
use crate::refusal::Refusal;
use crate::time::{Date, add_months};

/// Whether such a decision makes sense now.
///
/// # Errors
/// [`Refusal::CreditBySystem`] when the institution's own system decides; [`Refusal::CreditStateForbids`], also for a line whose last day is over
/// on `today`: another may have taken its place, beside which it does not come back.
pub fn check(line: &CreditLine, kind: CreditDecisionKind, today: Date) -> Result<(), Refusal> {
    use CreditDecisionKind as K;
    if line.by_system {
        return Err(Refusal::CreditBySystem);
    }
    if line.has_expired(today) && kind != K::Cancel {
        return forbidden();
    }
    match (&line.state, kind) {
        (CreditLineState::Submitted, K::Grant | K::Refuse)
        | (CreditLineState::Granted, K::Change | K::Suspend | K::Cancel)
        | (CreditLineState::Suspended { .. }, K::Change | K::Resume | K::Cancel) => Ok(()),
        (
            CreditLineState::Draft
            | CreditLineState::Submitted
            | CreditLineState::Returned { .. }
            | CreditLineState::GivenUp { .. }
            | CreditLineState::Granted
            | CreditLineState::Suspended { .. }
            | CreditLineState::Refused { .. }
            | CreditLineState::Cancelled { .. },
            K::Grant | K::Refuse | K::Change | K::Suspend | K::Resume | K::Cancel,
        ) => forbidden(),
    }
}

/// The decisions that make sense on `today`.
#[must_use]
pub fn available(line: &CreditLine, today: Date) -> Vec<CreditDecisionKind> {
    CreditDecisionKind::ALL.into_iter().filter(|kind| check(line, *kind, today).is_ok()).collect()
}

/// Whether the terms hold together on `today`.
fn sound(terms: &CreditTerms, today: Date) -> Result<(), Refusal> {
    let within = |(kind, limit): (&GuaranteeKind, &Cny)| {
        limit.fen() > 0 && *limit <= terms.limit && (terms.kinds.is_empty() || terms.kinds.contains(kind))
    };
    let right = terms.per_kind.iter().all(within)
        && terms.limit.fen() > 0
        && terms.from <= terms.until
        && terms.until >= today
        && terms.until <= add_months(terms.from, MONTHS_MAX);
    if right { Ok(()) } else { Err(Refusal::CreditTermsContradict) }
}

/// Whether what a decision says holds together on `today`.
pub(super) fn check_words(decision: &CreditDecision, today: Date) -> Result<(), Refusal> {
    if decision.kind().has_reason() {
        words(decision.reason())?;
    }
    decision.terms().map_or(Ok(()), |terms| sound(terms, today))
}

/// Proposes `decision`; `by` is the fingerprint of the person's certificate.
///
/// # Errors
/// As [`check`]; [`Refusal::ReasonMissing`], [`Refusal::CreditTermsContradict`].
pub fn propose(line: &CreditLine, decision: CreditDecision, by: &str, today: Date) -> Result<CreditLineEvent, Refusal> {
    let kind = decision.kind();
    check(line, kind, today)?;
    check_words(&decision, today)?;
    Ok(if kind.needs_second() {
        CreditLineEvent::Proposed { proposal: CreditProposal { decision, by: by.to_owned() } }
    } else {
        CreditLineEvent::Decided { decision }
    })
}
