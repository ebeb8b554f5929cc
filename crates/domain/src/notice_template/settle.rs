//! Taking what waits into use, or giving it up.

use super::{NoticeTemplate, NoticeTemplateEvent, forbidden};
use crate::refusal::Refusal;

/// Takes the edition that waits into use; `by` is the fingerprint of the person's certificate. Where the site asks for two persons it is not its writer.
///
/// # Errors
/// [`Refusal::NoticeTemplateStateForbids`] when none waits; [`Refusal::SecondPersonNeeded`].
pub fn adopt(template: &NoticeTemplate, by: &str, two_persons: bool) -> Result<NoticeTemplateEvent, Refusal> {
    match &template.proposed {
        Some(proposed) if two_persons && proposed.writer == by => Err(Refusal::SecondPersonNeeded),
        Some(_) => Ok(NoticeTemplateEvent::Adopted),
        None => forbidden(),
    }
}

/// Gives up the edition that waits; what is in use stays.
///
/// # Errors
/// [`Refusal::NoticeTemplateStateForbids`] when none waits.
pub const fn discard(template: &NoticeTemplate) -> Result<NoticeTemplateEvent, Refusal> {
    if template.proposed.is_some() { Ok(NoticeTemplateEvent::Discarded) } else { forbidden() }
}
