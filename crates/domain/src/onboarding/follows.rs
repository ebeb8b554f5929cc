//! What the events of an onboarding set off: whether the institution sells reaches its applications, and its people are told.

use super::{Decision, Onboarding, OnboardingEvent};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Follows for Onboarding {
    type Event = OnboardingEvent;

    fn follows(&self, event: &OnboardingEvent) -> Vec<Consequence> {
        let kind = match event {
            OnboardingEvent::Decided { decision: Decision::PutLive } => Some(NoticeKind::PutLive),
            OnboardingEvent::Decided { decision: Decision::Pause { .. } } => Some(NoticeKind::Paused),
            OnboardingEvent::Decided { decision: Decision::TakeDown { .. } } => Some(NoticeKind::TakenDown),
            // Its own people did it.
            OnboardingEvent::PrefecturesChosen { .. } => None,
            OnboardingEvent::Decided {
                decision: Decision::Admit | Decision::Refuse { .. } | Decision::Accept | Decision::Return { .. },
            }
            | OnboardingEvent::Applied { .. }
            | OnboardingEvent::Reapplied { .. }
            | OnboardingEvent::AcceptanceRequested { .. }
            | OnboardingEvent::ReportFiled { .. }
            | OnboardingEvent::Proposed { .. } => return Vec::new(),
        };
        // Before it asks for acceptance it is no institution, and nothing of the kind is decided.
        let Some(institution) = self.institution else { return Vec::new() };
        let about = About::Institution(institution, self.facts.site);
        let told = kind.map(|kind| Consequence::Notify(Notice { to: Side::Guarantor, about, kind }));
        std::iter::once(Consequence::ReachInstitution { onboarding: self.facts.id }).chain(told).collect()
    }
}
