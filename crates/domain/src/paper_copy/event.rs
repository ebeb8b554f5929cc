use super::{PaperCopy, PaperCopyFacts, PaperCopyState};
use crate::invoice::Post;
use serde::{Deserialize, Serialize};

/// What happened to a paper original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum PaperCopyEvent {
    /// The applicant asked for it.
    Requested {
        /// All that is fixed from here on.
        facts: Box<PaperCopyFacts>,
    },
    /// The guarantor printed it.
    Printed,
    /// It is on its way, or on its way anew.
    Posted {
        /// How.
        post: Post,
    },
    /// It was received.
    Delivered,
    /// The guarantor refused it.
    Refused {
        /// Why, as the applicant reads it.
        reason: String,
    },
}

impl PaperCopyEvent {
    /// The event's name in the log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Requested { .. } => "paper_copy.requested",
            Self::Printed => "paper_copy.printed",
            Self::Posted { .. } => "paper_copy.posted",
            Self::Delivered => "paper_copy.delivered",
            Self::Refused { .. } => "paper_copy.refused",
        }
    }

    /// What happened, in the words of its page.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Requested { .. } => "索取纸质版保函原件".to_owned(),
            Self::Printed => "打印纸质版保函原件".to_owned(),
            Self::Posted { post } => format!("寄出纸质版保函原件：{} {}", post.courier, post.tracking),
            Self::Delivered => "签收纸质版保函原件".to_owned(),
            Self::Refused { reason } => format!("退回纸质版保函原件的索取：{reason}"),
        }
    }
}

impl PaperCopy {
    /// The paper original after its first event; `None` when that is not `Requested`.
    #[must_use]
    pub fn born(event: &PaperCopyEvent) -> Option<Self> {
        if let PaperCopyEvent::Requested { facts } = event {
            Some(Self { facts: (**facts).clone(), prints: 0, state: PaperCopyState::Requested, version: 1 })
        } else {
            None
        }
    }

    /// The only writer of what happens to it.
    pub fn apply(&mut self, event: &PaperCopyEvent) {
        self.version += 1;
        match event {
            PaperCopyEvent::Requested { .. } => {}
            PaperCopyEvent::Printed => self.prints += 1,
            PaperCopyEvent::Posted { post } => self.state = PaperCopyState::Posted { post: post.clone() },
            PaperCopyEvent::Delivered => {
                if let PaperCopyState::Posted { post } = &self.state {
                    self.state = PaperCopyState::Delivered { post: post.clone() };
                }
            }
            PaperCopyEvent::Refused { reason } => self.state = PaperCopyState::Refused { reason: reason.clone() },
        }
    }
}
