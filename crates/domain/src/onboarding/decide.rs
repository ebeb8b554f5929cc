//! The trading centre's decisions. Where the site asks for two persons, those that let an institution in, or put it out, are
//! proposed by one and confirmed by another (threat T-16: its address is allowed by two people).

use super::{Decision, DecisionKind, Onboarding, OnboardingEvent, OnboardingState, Proposal, forbidden};
use crate::institution::Connection;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// How old a conformance report may be.
pub const REPORT_LIFE: i64 = 30 * 24 * Timestamp::HOUR;

/// Whether the institution has shown that its own system works, where it has one.
fn conformant(onboarding: &Onboarding, now: Timestamp) -> Result<(), Refusal> {
    match onboarding.acceptance.as_ref().map(|acceptance| &acceptance.connection) {
        None => forbidden(),
        Some(Connection::Hosted) => Ok(()),
        Some(Connection::OwnSystem { address, .. }) => {
            let shown = onboarding.report.as_ref().is_some_and(|report| {
                report.address == *address && report.passed > 0 && report.failed == 0 && now < report.ran_at.plus(REPORT_LIFE)
            });
            if shown { Ok(()) } else { Err(Refusal::ConformanceMissing) }
        }
    }
}

/// Whether a decision of this kind can be made now.
///
/// # Errors
/// [`Refusal::OnboardingStateForbids`], [`Refusal::ConformanceMissing`].
pub fn check(onboarding: &Onboarding, kind: DecisionKind, now: Timestamp) -> Result<(), Refusal> {
    use DecisionKind::{Accept, Admit, Pause, PutLive, Refuse, Return, TakeDown};
    let possible: &[DecisionKind] = match onboarding.state {
        OnboardingState::Applied => &[Admit, Refuse],
        OnboardingState::Refused { .. } | OnboardingState::Admitted { .. } => &[],
        OnboardingState::UnderAcceptance => &[Accept, Return],
        OnboardingState::Accepted => &[PutLive, TakeDown],
        OnboardingState::Live => &[Pause, TakeDown],
        OnboardingState::Paused { .. } => &[PutLive, TakeDown],
        OnboardingState::Offline { .. } => &[PutLive],
    };
    if !possible.contains(&kind) {
        return forbidden();
    }
    if kind == Accept { conformant(onboarding, now) } else { Ok(()) }
}

/// The decisions that can be made now, for the buttons of a page.
#[must_use]
pub fn available(onboarding: &Onboarding, now: Timestamp) -> Vec<DecisionKind> {
    DecisionKind::ALL.into_iter().filter(|kind| check(onboarding, *kind, now).is_ok()).collect()
}

/// Decides, or proposes where `two_persons` are asked for; `by` is the fingerprint of the person's certificate. Another decision
/// replaces a proposal that waits.
///
/// # Errors
/// As [`check`]; [`Refusal::SecondPersonNeeded`] to whoever proposed the same.
pub fn decide(
    onboarding: &Onboarding,
    decision: Decision,
    by: &str,
    two_persons: bool,
    now: Timestamp,
) -> Result<OnboardingEvent, Refusal> {
    check(onboarding, decision.kind(), now)?;
    if !two_persons || !decision.kind().needs_second_person() {
        return Ok(OnboardingEvent::Decided { decision });
    }
    match &onboarding.proposal {
        Some(proposal) if proposal.decision == decision && proposal.by == by => Err(Refusal::SecondPersonNeeded),
        Some(proposal) if proposal.decision == decision => Ok(OnboardingEvent::Decided { decision }),
        Some(_) | None => Ok(OnboardingEvent::Proposed { proposal: Proposal { decision, by: by.to_owned() } }),
    }
}
