//! Applying (准入申请), for the first time or again after a refusal.

use super::{INTRODUCTION_LENGTH, Onboarding, OnboardingEvent, OnboardingFacts, OnboardingState, Profile};
use crate::refusal::Refusal;

/// Whether an introduction is of the right length.
#[must_use]
pub fn is_introduction(text: &str) -> bool {
    INTRODUCTION_LENGTH.contains(&text.trim().chars().count())
}

/// Whether an institution that is known (or not) on the site may apply.
///
/// # Errors
/// [`Refusal::AlreadyOnboarding`].
pub const fn check(known: Option<&Onboarding>) -> Result<(), Refusal> {
    match known {
        None => Ok(()),
        Some(known) => match known.state {
            OnboardingState::Refused { .. } => Ok(()),
            OnboardingState::Applied
            | OnboardingState::Admitted { .. }
            | OnboardingState::UnderAcceptance
            | OnboardingState::Accepted
            | OnboardingState::Live
            | OnboardingState::Paused { .. }
            | OnboardingState::Offline { .. } => Err(Refusal::AlreadyOnboarding),
        },
    }
}

/// Applies; `facts` are used for the first application only.
///
/// # Errors
/// As [`check`].
pub fn apply(known: Option<&Onboarding>, facts: OnboardingFacts, profile: Profile) -> Result<OnboardingEvent, Refusal> {
    check(known)?;
    let profile = Box::new(profile);
    Ok(match known {
        None => OnboardingEvent::Applied { facts: Box::new(facts), profile },
        Some(_) => OnboardingEvent::Reapplied { profile },
    })
}
