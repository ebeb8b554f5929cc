//! What the events of an onboarding set off: nothing yet.

use super::{Onboarding, OnboardingEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for Onboarding {
    type Event = OnboardingEvent;

    fn follows(&self, event: &OnboardingEvent) -> Vec<Consequence> {
        match event {
            OnboardingEvent::Applied { .. }
            | OnboardingEvent::Reapplied { .. }
            | OnboardingEvent::AcceptanceRequested { .. }
            | OnboardingEvent::ReportFiled { .. }
            | OnboardingEvent::Proposed { .. }
            | OnboardingEvent::Decided { .. } => Vec::new(),
        }
    }
}
