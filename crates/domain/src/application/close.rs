//! Closing by rule (按规则关闭): bids are opened or the tender was aborted, and the letter is not out. It would secure nothing; what was paid
//! goes back (F-2). What is not paid is closed too when its lot has changed so that what was signed will not do: it is to collect no money
//! for such a letter.

use super::{Application, ApplicationEvent, ApplicationState, Decliner, forbidden};
use crate::lot::KnownLot;
use crate::refusal::Refusal;
use crate::site::SiteRules;
use crate::time::Timestamp;

/// Whether it is closed now, because no letter can come of it.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also while bids may still be handed in.
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    match application.state {
        ApplicationState::Draft { .. }
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. } => {
            if lot.tendered(now).is_err() {
                Ok(())
            } else {
                forbidden()
            }
        }
        ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => forbidden(),
    }
}

const fn closed(reason: String) -> ApplicationEvent {
    ApplicationEvent::Declined { reason, by: Decliner::Rule }
}

/// Closes it.
///
/// # Errors
/// As [`check`].
pub fn close(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    let words = application.facts.lot.subject().words();
    Ok(closed(lot.aborted(words).unwrap_or_else(|| format!("已{}，不能再出具保函", words.closing))))
}

/// Closes what is not paid, when what it says of its lot will not do any more.
///
/// # Errors
/// [`Refusal::ApplicationStateForbids`], also when it will do.
pub fn outdated(application: &Application, lot: &KnownLot, rules: &SiteRules) -> Result<ApplicationEvent, Refusal> {
    match application.state {
        ApplicationState::AwaitingPayment { .. } => {}
        // A draft says the rest anew, and is signed when it does.
        ApplicationState::Draft { .. } if lot.bid_security.is_some_and(|security| security != application.facts.amount) => {}
        ApplicationState::Draft { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { .. }
        | ApplicationState::Lapsed { .. }
        | ApplicationState::Declined { .. } => return forbidden(),
    }
    let differences = lot.differences(application.signed(), rules);
    if !differences.iter().any(|difference| difference.what.voids()) {
        return forbidden();
    }
    let words = application.facts.lot.subject().words();
    Ok(closed(differences.iter().map(|difference| difference.sentence(words)).collect::<Vec<_>>().join("；")))
}
