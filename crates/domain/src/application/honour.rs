//! Honouring: a person at the guarantor accepts a payment that came after the application lapsed or was withdrawn.
//! It is the one way out of those states; the application then waits for review, never for automatic issue.

use super::{Application, ApplicationEvent, ApplicationState};
use crate::id::BankLineId;
use crate::lot::KnownLot;
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

/// Honours the late `line`.
///
/// # Errors
/// As [`check`].
pub fn honour(application: &Application, lot: &KnownLot, line: BankLineId, now: Timestamp) -> Result<ApplicationEvent, Refusal> {
    check(application, lot, now)?;
    Ok(ApplicationEvent::Honoured { line })
}
