//! Refusing: the guarantor sends no paper, and says why. It may be asked for again.

use super::{PaperCopy, PaperCopyEvent, PaperCopyState, forbidden};
use crate::refusal::Refusal;
use crate::text::lines;
use std::ops::RangeInclusive;

/// Characters of the reason.
pub const REASON_LENGTH: RangeInclusive<usize> = 2..=200;

/// Whether it can be refused: while it has not been sent.
///
/// # Errors
/// [`Refusal::PaperStateForbids`].
pub const fn check(copy: &PaperCopy) -> Result<(), Refusal> {
    match copy.state {
        PaperCopyState::Requested => Ok(()),
        PaperCopyState::Posted { .. } | PaperCopyState::Delivered { .. } | PaperCopyState::Refused { .. } => forbidden(),
    }
}

/// Refuses it.
///
/// # Errors
/// As [`check`]; [`Refusal::ReasonMissing`].
pub fn refuse(copy: &PaperCopy, reason: &str) -> Result<PaperCopyEvent, Refusal> {
    check(copy)?;
    let reason = lines(reason, REASON_LENGTH).ok_or(Refusal::ReasonMissing)?;
    Ok(PaperCopyEvent::Refused { reason })
}
