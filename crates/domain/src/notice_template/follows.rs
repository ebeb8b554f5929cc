//! Another edition sets nothing off: it is read when the next message is put into words.

use super::{NoticeTemplate, NoticeTemplateEvent};
use crate::consequence::{Consequence, Follows};

impl Follows for NoticeTemplate {
    type Event = NoticeTemplateEvent;

    fn follows(&self, event: &NoticeTemplateEvent) -> Vec<Consequence> {
        match event {
            NoticeTemplateEvent::Begun { .. }
            | NoticeTemplateEvent::Proposed { .. }
            | NoticeTemplateEvent::Adopted
            | NoticeTemplateEvent::Discarded => Vec::new(),
        }
    }
}
