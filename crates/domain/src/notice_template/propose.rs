//! Writing another edition. Which words may stand in it is looked at where they are put together; here it is only kept apart from what is in use.

use super::{NoticeTemplate, NoticeTemplateEvent, NoticeTemplateFacts, TemplateEdition, TemplateText};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'a> {
    /// SM3 fingerprint of the writer's certificate.
    pub writer: &'a str,
    /// When.
    pub now: Timestamp,
}

fn edition(number: u32, text: Option<TemplateText>, Writing { writer, now }: Writing<'_>) -> Box<TemplateEdition> {
    Box::new(TemplateEdition { number, text, writer: writer.to_owned(), written_at: now })
}

/// The first edition of a site's own words.
#[must_use]
pub fn begin(facts: NoticeTemplateFacts, text: Option<TemplateText>, writing: Writing<'_>) -> NoticeTemplateEvent {
    NoticeTemplateEvent::Begun { facts: Box::new(facts), edition: edition(1, text, writing) }
}

/// Another edition, in place of one that waits; `version` is what the writer's page was made of, `text` is `None` for the platform's own words.
///
/// # Errors
/// [`Refusal::NoticeTemplateEditedMeanwhile`] when somebody else changed it in between.
pub fn propose(
    template: &NoticeTemplate,
    text: Option<TemplateText>,
    version: u32,
    writing: Writing<'_>,
) -> Result<NoticeTemplateEvent, Refusal> {
    if template.version != version {
        return Err(Refusal::NoticeTemplateEditedMeanwhile);
    }
    Ok(NoticeTemplateEvent::Proposed { edition: edition(template.editions + 1, text, writing) })
}
