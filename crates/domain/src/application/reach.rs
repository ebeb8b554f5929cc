//! Reaching: something has happened to the lot, and its applications hear of it. Heard twice it changes nothing.

use super::{Application, ApplicationEvent, ApplicationState, HeardLot, close};
use crate::lot::KnownLot;
use crate::site::SiteRules;
use crate::time::Timestamp;

/// What becomes of an application next; `None` when nothing does. Whatever comes too late is closed, and so is what is not paid and would be
/// a letter that will not do. A draft is otherwise to be previewed again; what is not paid must be by the opening as it is now; of what is
/// paid both sides hear how the lot has changed, which may be two events.
#[must_use]
pub fn reach(application: &Application, lot: &KnownLot, rules: &SiteRules, now: Timestamp) -> Option<ApplicationEvent> {
    let moved = lot.opens_at != application.opens_at();
    let over = close::close(application, lot, now).or_else(|_| close::outdated(application, lot, rules)).ok();
    match application.state {
        ApplicationState::Draft { .. } => over.or_else(|| {
            let fresh = lot.news_to(&application.facts.lot)?;
            let by_lot = lot.expiry(rules);
            Some(ApplicationEvent::LotChanged {
                lot: Box::new(fresh.clone()),
                expiry: application.covers_until.map_or(by_lot, |until| until.max(by_lot)),
            })
        }),
        ApplicationState::AwaitingPayment { until, .. } => {
            over.or_else(|| moved.then(|| ApplicationEvent::OpeningMoved { opens_at: lot.opens_at, until: Some(until.min(lot.opens_at)) }))
        }
        ApplicationState::UnderReview { .. } | ApplicationState::Issuing { .. } => over
            .or_else(|| moved.then_some(ApplicationEvent::OpeningMoved { opens_at: lot.opens_at, until: None }))
            .or_else(|| heard(application, lot)),
        // Its guarantee hears of it.
        ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => None,
    }
}

/// What an application that is paid for hears, where that is news beside what it says itself or has heard.
fn heard(application: &Application, lot: &KnownLot) -> Option<ApplicationEvent> {
    let facts = &application.facts;
    let (known, amount) = application.heard.as_ref().map_or((&facts.lot, facts.amount), |heard| (&heard.lot, heard.amount));
    if !lot.is_news(known, amount) {
        return None;
    }
    let heard = HeardLot { lot: lot.as_tendered()?, amount: lot.bid_security? };
    Some(ApplicationEvent::LotHeard { heard: Box::new(heard) })
}
