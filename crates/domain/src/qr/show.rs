//! Putting the digits on the screen, once a phone has read the code: before that they would be in every picture of it.

use super::{QrRequest, QrRequestEvent, QrRequestState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Shows the digits.
///
/// # Errors
/// [`Refusal::QrExpired`]; [`Refusal::QrStateForbids`] before a phone has read the code, and once they were shown.
pub fn show(request: &QrRequest, now: Timestamp) -> Result<QrRequestEvent, Refusal> {
    request.in_time(now)?;
    match &request.state {
        QrRequestState::Scanned { .. } => Ok(QrRequestEvent::Shown),
        QrRequestState::Issued
        | QrRequestState::Shown { .. }
        | QrRequestState::Approved(_)
        | QrRequestState::Used
        | QrRequestState::Denied(_) => Err(Refusal::QrStateForbids),
    }
}
