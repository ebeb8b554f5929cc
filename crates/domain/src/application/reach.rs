//! Reaching: something has happened to the lot, and its applications hear of it. Heard twice it changes nothing.

use super::{Application, ApplicationEvent, ApplicationState, close};
use crate::lot::KnownLot;
use crate::site::SiteRules;
use crate::time::Timestamp;

/// What becomes of an application; `None` when nothing does. A draft is to be previewed again; what is not paid must be by the opening as
/// it is now; what is paid is decided by it; what comes too late is closed.
#[must_use]
pub fn reach(application: &Application, lot: &KnownLot, rules: &SiteRules, now: Timestamp) -> Option<ApplicationEvent> {
    let moved = lot.opens_at != application.opens_at();
    match application.state {
        ApplicationState::Draft { .. } => lot
            .news_to(&application.facts.lot)
            .map(|fresh| ApplicationEvent::LotChanged { lot: Box::new(fresh.clone()), expiry: lot.expiry(rules) }),
        ApplicationState::AwaitingPayment { until, .. } => close::close(application, lot, now)
            .ok()
            .or_else(|| moved.then(|| ApplicationEvent::OpeningMoved { opens_at: lot.opens_at, until: Some(until.min(lot.opens_at)) })),
        ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => close::close(application, lot, now)
            .ok()
            .or_else(|| moved.then_some(ApplicationEvent::OpeningMoved { opens_at: lot.opens_at, until: None })),
        // Its guarantee hears of it.
        ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => None,
    }
}
