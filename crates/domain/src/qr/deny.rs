//! It comes to nothing: its holder said no, or what it was agreed with is not taken.

use super::{QrDenial, QrRequest, QrRequestEvent, QrRequestState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Ends it.
///
/// # Errors
/// [`Refusal::QrExpired`]; [`Refusal::QrStateForbids`] once it is decided.
pub fn deny(request: &QrRequest, why: QrDenial, now: Timestamp) -> Result<QrRequestEvent, Refusal> {
    request.in_time(now)?;
    match &request.state {
        QrRequestState::Issued | QrRequestState::Scanned { .. } | QrRequestState::Shown { .. } => Ok(QrRequestEvent::Denied(why)),
        QrRequestState::Approved(_) | QrRequestState::Used | QrRequestState::Denied(_) => Err(Refusal::QrStateForbids),
    }
}
