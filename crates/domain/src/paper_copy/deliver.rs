//! Receiving: the applicant says that it has come, or the guarantor that its courier says so.

use super::{PaperCopy, PaperCopyEvent, PaperCopyState, forbidden};
use crate::refusal::Refusal;

/// Receives it.
///
/// # Errors
/// [`Refusal::PaperStateForbids`] of one that is not on its way.
pub const fn deliver(copy: &PaperCopy) -> Result<PaperCopyEvent, Refusal> {
    match copy.state {
        PaperCopyState::Posted { .. } => Ok(PaperCopyEvent::Delivered),
        PaperCopyState::Requested | PaperCopyState::Delivered { .. } | PaperCopyState::Refused { .. } => forbidden(),
    }
}
