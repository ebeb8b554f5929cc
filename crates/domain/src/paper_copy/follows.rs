//! What a paper original's events set off.

use super::{PaperCopy, PaperCopyEvent};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl PaperCopy {
    const fn notify(&self, to: Side, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to, about: About::Application(self.facts.application), kind })
    }
}

impl Follows for PaperCopy {
    type Event = PaperCopyEvent;

    fn follows(&self, event: &PaperCopyEvent) -> Vec<Consequence> {
        match event {
            PaperCopyEvent::Requested { .. } => vec![self.notify(Side::Guarantor, NoticeKind::PaperToPost)],
            PaperCopyEvent::Posted { .. } => vec![self.notify(Side::Applicant, NoticeKind::PaperPosted)],
            PaperCopyEvent::Refused { .. } => vec![self.notify(Side::Applicant, NoticeKind::PaperRefused)],
            PaperCopyEvent::Printed | PaperCopyEvent::Delivered => Vec::new(),
        }
    }
}
