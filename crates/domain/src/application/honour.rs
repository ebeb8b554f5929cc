//! Honouring: a payment is taken for an application that lapsed or was withdrawn. A person at the guarantor accepts one that came too late;
//! the application then waits for review, never for automatic issue. One that had come in time, and was heard of only afterwards, is taken
//! by rule. It is the one way out of those states.

use super::{Application, ApplicationEvent, ApplicationState};
use crate::id::BankLineId;
use crate::lot::KnownLot;
use crate::onboarding::Presence;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Whether a late payment can still be accepted: before bid opening, for an application that went unpaid.
///
/// # Errors
/// [`Refusal::NotHonourable`], [`Refusal::LotOpened`], [`Refusal::LotAborted`] or [`Refusal::LotChanged`].
pub fn check(application: &Application, lot: &KnownLot, now: Timestamp) -> Result<(), Refusal> {
    // An institution with its own system was told that the application is over, which is final.
    if application.facts.own_system {
        return Err(Refusal::NotHonourable);
    }
    match application.state {
        ApplicationState::Lapsed { .. } | ApplicationState::Withdrawn { payment: Some(_) } => {
            lot.tendered(now)?;
            lot.fits(application.signed())
        }
        ApplicationState::Draft { .. }
        | ApplicationState::AwaitingPayment { .. }
        | ApplicationState::UnderReview { .. }
        | ApplicationState::Issuing { .. }
        | ApplicationState::Issued { .. }
        | ApplicationState::Withdrawn { payment: None }
        | ApplicationState::Declined { .. } => Err(Refusal::NotHonourable),
    }
}

/// Whether a payment that came in time takes the application up again without anybody: it lapsed because nobody knew of the money, bids
/// are not opened, and the institution is still there. What the applicant gave up is not taken up.
///
/// # Errors
/// As [`check`]; [`Refusal::InstitutionAbsent`].
pub fn by_rule(application: &Application, lot: &KnownLot, presence: &Presence, now: Timestamp) -> Result<(), Refusal> {
    check(application, lot, now)?;
    if application.lapsed_at().is_none() {
        return Err(Refusal::NotHonourable);
    }
    match presence {
        Presence::Live | Presence::Paused { .. } => Ok(()),
        Presence::Absent => Err(Refusal::InstitutionAbsent),
    }
}

/// Honours the `line`.
///
/// # Errors
/// As [`check`].
pub fn honour(
    application: &Application,
    lot: &KnownLot,
    line: BankLineId,
    in_time: bool,
    now: Timestamp,
) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    Ok(ApplicationEvent::Honoured { line, in_time })
}
