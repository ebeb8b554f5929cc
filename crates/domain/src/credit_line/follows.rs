//! What a line's events set off.

use super::{CreditDecision, CreditLine, CreditLineEvent, CreditLineState, Grantor};
use crate::consequence::{Consequence, Follows, Told};
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::time::Date;

impl CreditLine {
    fn to_applicant(&self, kind: NoticeKind) -> Consequence {
        let about = About::Organisation(self.facts.applicant.organisation, self.facts.site);
        Consequence::Notify(Notice { to: Side::Applicant, about, kind })
    }

    /// The people of an institution; a centre's see it on their desk.
    fn to_grantor(&self, kind: NoticeKind) -> Option<Consequence> {
        match self.facts.grantor {
            Grantor::Institution(id) => {
                Some(Consequence::Notify(Notice { to: Side::Guarantor, about: About::Institution(id, self.facts.site), kind }))
            }
            Grantor::Site(_) => None,
        }
    }

    const fn remind(&self, until: Date) -> Consequence {
        Consequence::RemindCredit { line: self.facts.id, until }
    }

    fn decided(&self, decision: &CreditDecision) -> Vec<Consequence> {
        match decision {
            CreditDecision::Grant { terms } => vec![self.to_applicant(NoticeKind::CreditGranted), self.remind(terms.until)],
            CreditDecision::Change { terms } => vec![self.to_applicant(NoticeKind::CreditChanged), self.remind(terms.until)],
            CreditDecision::Resume => vec![self.to_applicant(NoticeKind::CreditChanged)],
            CreditDecision::Refuse { .. } => vec![self.to_applicant(NoticeKind::CreditRefused)],
            CreditDecision::Suspend { .. } => vec![self.to_applicant(NoticeKind::CreditSuspended)],
            CreditDecision::Cancel { .. } => vec![self.to_applicant(NoticeKind::CreditCancelled)],
        }
    }
}

impl Follows for CreditLine {
    type Event = CreditLineEvent;

    fn follows(&self, event: &CreditLineEvent) -> Vec<Consequence> {
        match event {
            CreditLineEvent::Drafted { .. } | CreditLineEvent::Changed { .. } | CreditLineEvent::GivenUp | CreditLineEvent::Rejected => {
                Vec::new()
            }
            CreditLineEvent::Submitted { by_system: true } => vec![Consequence::Tell(Told::CreditAsked(self.facts.id))],
            CreditLineEvent::Submitted { by_system: false } | CreditLineEvent::Proposed { .. } => {
                self.to_grantor(NoticeKind::CreditToReview).into_iter().collect()
            }
            CreditLineEvent::SentBack { .. } => vec![self.to_applicant(NoticeKind::CreditReturned)],
            CreditLineEvent::Decided { decision } => self.decided(decision),
            CreditLineEvent::SystemDecided { decision: CreditDecision::Resume, .. } if self.state == CreditLineState::Granted => Vec::new(),
            CreditLineEvent::SystemDecided { decision, .. } => self.decided(decision),
            CreditLineEvent::Reminded { .. } => {
                let again = self.terms.as_ref().map(|terms| self.remind(terms.until));
                [Some(self.to_applicant(NoticeKind::CreditEnding)), again].into_iter().flatten().collect()
            }
        }
    }
}
