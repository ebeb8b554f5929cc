//! Asking for acceptance (验收申请).

use super::{Acceptance, Onboarding, OnboardingEvent, OnboardingState, forbidden};
use crate::id::InstitutionId;
use crate::refusal::Refusal;

/// Whether acceptance can be asked for.
///
/// # Errors
/// [`Refusal::OnboardingStateForbids`].
pub const fn check(onboarding: &Onboarding) -> Result<(), Refusal> {
    match onboarding.state {
        OnboardingState::Admitted { .. } => Ok(()),
        OnboardingState::Applied
        | OnboardingState::Refused { .. }
        | OnboardingState::UnderAcceptance
        | OnboardingState::Accepted
        | OnboardingState::Live
        | OnboardingState::Paused { .. }
        | OnboardingState::Offline { .. } => forbidden(),
    }
}

/// Asks for acceptance; from here on there is an institution.
///
/// # Errors
/// As [`check`].
pub fn request_acceptance(onboarding: &Onboarding, acceptance: Acceptance, institution: InstitutionId) -> Result<OnboardingEvent, Refusal> {
    check(onboarding)?;
    Ok(OnboardingEvent::AcceptanceRequested { acceptance: Box::new(acceptance), institution })
}
