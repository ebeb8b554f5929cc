//! What a special form's events set off.

use super::{SpecialForm, SpecialFormEvent};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl SpecialForm {
    fn notify(&self, to: Side, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to, about: About::Application(self.facts.application), kind })
    }

    fn reword(&self, wording: String) -> Consequence {
        Consequence::Reword { application: self.facts.application, form: self.facts.id, wording }
    }
}

impl Follows for SpecialForm {
    type Event = SpecialFormEvent;

    fn follows(&self, event: &SpecialFormEvent) -> Vec<Consequence> {
        match event {
            SpecialFormEvent::Requested { .. } => vec![
                Consequence::AwaitForm { application: self.facts.application, form: self.facts.id },
                self.notify(Side::Guarantor, NoticeKind::FormToDraft),
            ],
            SpecialFormEvent::SentBack { .. } => vec![self.notify(Side::Guarantor, NoticeKind::FormToDraft)],
            SpecialFormEvent::Edited { .. } => Vec::new(),
            SpecialFormEvent::Approved => vec![self.notify(Side::Applicant, NoticeKind::FormToConfirm)],
            SpecialFormEvent::Confirmed => vec![self.reword(self.wording())],
            SpecialFormEvent::Refused { .. } => {
                vec![self.reword(self.facts.wording.clone()), self.notify(Side::Applicant, NoticeKind::FormRefused)]
            }
            SpecialFormEvent::Abandoned => vec![self.reword(self.facts.wording.clone())],
        }
    }
}
