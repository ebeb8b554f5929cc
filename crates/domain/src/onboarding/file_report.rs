//! Filing the report of a conformance run. Whether the platform signed it is looked at before.

use super::{ConformanceReport, Onboarding, OnboardingEvent, OnboardingState, forbidden};
use crate::refusal::Refusal;

/// Files a report; the last one counts.
///
/// # Errors
/// [`Refusal::OnboardingStateForbids`] before acceptance was asked for, and after it was taken down.
pub fn file_report(onboarding: &Onboarding, report: ConformanceReport) -> Result<OnboardingEvent, Refusal> {
    match onboarding.state {
        OnboardingState::UnderAcceptance | OnboardingState::Accepted | OnboardingState::Live | OnboardingState::Paused { .. } => {
            Ok(OnboardingEvent::ReportFiled { report: Box::new(report) })
        }
        OnboardingState::Applied | OnboardingState::Refused { .. } | OnboardingState::Admitted { .. } | OnboardingState::Offline { .. } => {
            forbidden()
        }
    }
}
