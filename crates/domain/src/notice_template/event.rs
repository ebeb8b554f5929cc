use super::{NoticeTemplate, NoticeTemplateFacts, TemplateEdition};
use serde::{Deserialize, Serialize};

/// What happened to a site's words for a kind of notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum NoticeTemplateEvent {
    /// The site writes its own for the first time.
    Begun {
        /// All that is fixed from here on.
        facts: Box<NoticeTemplateFacts>,
        /// The first edition.
        edition: Box<TemplateEdition>,
    },
    /// Another edition waits.
    Proposed {
        /// Which.
        edition: Box<TemplateEdition>,
    },
    /// What waited is in use.
    Adopted,
    /// What waited is given up.
    Discarded,
}

impl NoticeTemplateEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Begun { .. } => "notice_template.begun",
            Self::Proposed { .. } => "notice_template.proposed",
            Self::Adopted => "notice_template.adopted",
            Self::Discarded => "notice_template.discarded",
        }
    }
}

impl NoticeTemplate {
    /// It after its first event; `None` when that is not `Begun`.
    #[must_use]
    pub fn born(event: &NoticeTemplateEvent) -> Option<Self> {
        let NoticeTemplateEvent::Begun { facts, edition } = event else { return None };
        Some(Self { facts: (**facts).clone(), used: None, proposed: Some((**edition).clone()), editions: 1, version: 1 })
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &NoticeTemplateEvent) {
        self.version += 1;
        match event {
            NoticeTemplateEvent::Begun { .. } => {}
            NoticeTemplateEvent::Proposed { edition } => {
                self.editions = edition.number;
                self.proposed = Some((**edition).clone());
            }
            NoticeTemplateEvent::Adopted => self.used = self.proposed.take().or_else(|| self.used.take()),
            NoticeTemplateEvent::Discarded => self.proposed = None,
        }
    }
}
