//! Sending: with whom, and under which number.

use super::{PaperCopy, PaperCopyEvent, PaperCopyState, forbidden};
use crate::invoice::Post;
use crate::refusal::Refusal;

/// Whether it is still to be sent, or on its way.
///
/// # Errors
/// [`Refusal::PaperStateForbids`] of one that was received or refused.
pub const fn check(copy: &PaperCopy) -> Result<(), Refusal> {
    match copy.state {
        PaperCopyState::Requested | PaperCopyState::Posted { .. } => Ok(()),
        PaperCopyState::Delivered { .. } | PaperCopyState::Refused { .. } => forbidden(),
    }
}

/// Sends it; again with another number when it was sent anew, while the same again changes nothing (`None`).
///
/// # Errors
/// As [`check`]; [`Refusal::PaperNotPrinted`]; [`Refusal::PostMissing`].
pub fn post(copy: &PaperCopy, post: Post) -> Result<Option<PaperCopyEvent>, Refusal> {
    check(copy)?;
    if copy.prints == 0 {
        return Err(Refusal::PaperNotPrinted);
    }
    if !post.is_whole() {
        return Err(Refusal::PostMissing);
    }
    Ok((copy.state.post() != Some(&post)).then_some(PaperCopyEvent::Posted { post }))
}
