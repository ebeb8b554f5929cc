//! The trading centre's decisions. Where the site asks for two persons, those that let an institution in, or put it out, are
//! proposed by one and confirmed by another (threat T-16: its address is allowed by two people).

use super::{Onboarding, OnboardingEvent, OnboardingState, Proposal, forbidden};
use crate::institution::Connection;
use crate::refusal::Refusal;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Characters of a reason or a notice.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;
/// How old a conformance report may be.
pub const REPORT_LIFE: i64 = 30 * 24 * Timestamp::HOUR;

/// What the centre decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Decision {
    /// Admit (准入通过).
    Admit,
    /// Refuse the application (准入不通过).
    Refuse {
        /// Why, as the institution reads it.
        reason: String,
    },
    /// Accept (验收通过).
    Accept,
    /// Send the request for acceptance back.
    Return {
        /// Why, as the institution reads it.
        reason: String,
    },
    /// Put live, for the first time or again (上线).
    PutLive,
    /// Pause (暂停受理).
    Pause {
        /// What buyers read.
        notice: String,
    },
    /// Take down (下线).
    TakeDown {
        /// Why.
        reason: String,
    },
}

/// A decision without its words: what a button stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// Admit.
    Admit,
    /// Refuse.
    Refuse,
    /// Accept.
    Accept,
    /// Send back.
    Return,
    /// Put live.
    PutLive,
    /// Pause.
    Pause,
    /// Take down.
    TakeDown,
}

impl DecisionKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [Self::Admit, Self::Refuse, Self::Accept, Self::Return, Self::PutLive, Self::Pause, Self::TakeDown];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admit => "admit",
            Self::Refuse => "refuse",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::PutLive => "put_live",
            Self::Pause => "pause",
            Self::TakeDown => "take_down",
        }
    }

    /// The word on its button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admit => "准入通过",
            Self::Refuse => "准入不通过",
            Self::Accept => "验收通过",
            Self::Return => "退回验收申请",
            Self::PutLive => "上线",
            Self::Pause => "暂停受理",
            Self::TakeDown => "下线",
        }
    }

    /// Whether it needs words: a reason or a notice.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        match self {
            Self::Refuse | Self::Return | Self::Pause | Self::TakeDown => true,
            Self::Admit | Self::Accept | Self::PutLive => false,
        }
    }

    /// Whether it needs a second person where the site asks for two. What only protects buyers or asks for better papers does not.
    #[must_use]
    pub const fn needs_second_person(self) -> bool {
        match self {
            Self::Admit | Self::Accept | Self::PutLive | Self::TakeDown => true,
            Self::Refuse | Self::Return | Self::Pause => false,
        }
    }

    /// The decision with its words.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`] where words are needed and are too short or too long.
    pub fn with(self, words: &str) -> Result<Decision, Refusal> {
        let words = words.trim();
        if self.needs_words() && !REASON_LENGTH.contains(&words.chars().count()) {
            return Err(Refusal::ReasonMissing);
        }
        let words = words.to_owned();
        Ok(match self {
            Self::Admit => Decision::Admit,
            Self::Refuse => Decision::Refuse { reason: words },
            Self::Accept => Decision::Accept,
            Self::Return => Decision::Return { reason: words },
            Self::PutLive => Decision::PutLive,
            Self::Pause => Decision::Pause { notice: words },
            Self::TakeDown => Decision::TakeDown { reason: words },
        })
    }
}

impl Decision {
    /// Without its words.
    #[must_use]
    pub const fn kind(&self) -> DecisionKind {
        match self {
            Self::Admit => DecisionKind::Admit,
            Self::Refuse { .. } => DecisionKind::Refuse,
            Self::Accept => DecisionKind::Accept,
            Self::Return { .. } => DecisionKind::Return,
            Self::PutLive => DecisionKind::PutLive,
            Self::Pause { .. } => DecisionKind::Pause,
            Self::TakeDown { .. } => DecisionKind::TakeDown,
        }
    }
}

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
