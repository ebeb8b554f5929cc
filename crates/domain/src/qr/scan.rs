//! A phone has read the code.

use super::{QrRequest, QrRequestEvent, QrRequestState};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Most characters that are kept of what a phone says of itself.
const DEVICE_MAX: usize = 40;

/// Takes note of the phone.
///
/// # Errors
/// [`Refusal::QrExpired`]; [`Refusal::QrStateForbids`] when one has read it already.
pub fn scan(request: &QrRequest, device: &str, now: Timestamp) -> Result<QrRequestEvent, Refusal> {
    request.in_time(now)?;
    match &request.state {
        QrRequestState::Issued => {
            Ok(QrRequestEvent::Scanned { device: device.chars().filter(|c| !c.is_control()).take(DEVICE_MAX).collect() })
        }
        QrRequestState::Scanned { .. }
        | QrRequestState::Shown { .. }
        | QrRequestState::Approved(_)
        | QrRequestState::Used
        | QrRequestState::Denied(_) => Err(Refusal::QrStateForbids),
    }
}
