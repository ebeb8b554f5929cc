//! The browser that asked comes for what was agreed to, once.

use super::{Approval, QrRequest, QrRequestEvent, QrRequestState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Uses it up; gives back what it was agreed with.
///
/// # Errors
/// [`Refusal::QrExpired`]; [`Refusal::QrStateForbids`] before it was agreed to, and the second time.
pub fn enter(request: &QrRequest, now: Timestamp) -> Result<(QrRequestEvent, &Approval), Refusal> {
    request.in_time(now)?;
    match &request.state {
        QrRequestState::Approved(approval) => Ok((QrRequestEvent::Used, approval)),
        QrRequestState::Issued
        | QrRequestState::Scanned { .. }
        | QrRequestState::Shown { .. }
        | QrRequestState::Used
        | QrRequestState::Denied(_) => Err(Refusal::QrStateForbids),
    }
}
