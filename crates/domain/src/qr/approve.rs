//! A phone has agreed, with digits that its holder read somewhere.

use super::{Approval, QrDenial, QrRequest, QrRequestEvent, QrRequestState, WRONG_MAX};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Judges what was agreed with `typed` digits: the right ones agree, wrong ones cost a try, the third of them ends it. An answer before the
/// digits were on the screen is a guess, and counts for nothing.
///
/// # Errors
/// [`Refusal::QrExpired`]; [`Refusal::QrStateForbids`] when nobody can have read the digits, and once it is decided.
pub fn approve(request: &QrRequest, typed: &str, approval: Approval, now: Timestamp) -> Result<QrRequestEvent, Refusal> {
    request.in_time(now)?;
    match &request.state {
        QrRequestState::Shown { .. } if request.facts.code.is(typed) => Ok(QrRequestEvent::Approved(approval)),
        QrRequestState::Shown { wrong, .. } if wrong.saturating_add(1) < WRONG_MAX => Ok(QrRequestEvent::Mistyped),
        QrRequestState::Shown { .. } => Ok(QrRequestEvent::Denied(QrDenial::WrongCode)),
        QrRequestState::Issued
        | QrRequestState::Scanned { .. }
        | QrRequestState::Approved(_)
        | QrRequestState::Used
        | QrRequestState::Denied(_) => Err(Refusal::QrStateForbids),
    }
}
