//! Printing: each print is counted, also one that is made anew.

use super::{PaperCopy, PaperCopyEvent, PaperCopyState, forbidden};
use crate::refusal::Refusal;

/// Counts a print; one that was lost on its way is printed again.
///
/// # Errors
/// [`Refusal::PaperStateForbids`] of one that was received or refused.
pub const fn print(copy: &PaperCopy) -> Result<PaperCopyEvent, Refusal> {
    match copy.state {
        PaperCopyState::Requested | PaperCopyState::Posted { .. } => Ok(PaperCopyEvent::Printed),
        PaperCopyState::Delivered { .. } | PaperCopyState::Refused { .. } => forbidden(),
    }
}
