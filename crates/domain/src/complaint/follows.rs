//! What a complaint's events set off. No notice names a lot, and none the complainant's person.

use super::{Complaint, ComplaintEvent, ComplaintState};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Complaint {
    fn to_complainant(&self, kind: NoticeKind) -> Consequence {
        let about = About::Organisation(self.facts.complainant.organisation, self.facts.site);
        Consequence::Notify(Notice { to: Side::Applicant, about, kind })
    }

    fn to_centre(&self, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to: Side::Centre, about: About::Centre(self.facts.centre), kind })
    }

    fn to_institution(&self, kind: NoticeKind) -> Consequence {
        let about = About::Institution(self.facts.institution, self.facts.site);
        Consequence::Notify(Notice { to: Side::Guarantor, about, kind })
    }

    /// The institution, if it knows of it.
    fn to_heard(&self, kind: NoticeKind) -> Option<Consequence> {
        self.is_heard().then(|| self.to_institution(kind))
    }

    const fn tend(&self) -> Consequence {
        Consequence::TendComplaint { complaint: self.facts.id }
    }

    /// Whoever has to act; once the institution's last day is over, the centre as well.
    fn remind(&self, late: bool) -> Vec<Consequence> {
        let kind = if late { NoticeKind::ComplaintOverdue } else { NoticeKind::ComplaintDue };
        match self.state {
            ComplaintState::WithInstitution if late => vec![self.to_institution(kind), self.to_centre(kind), self.tend()],
            ComplaintState::WithInstitution => vec![self.to_institution(kind), self.tend()],
            ComplaintState::Filed | ComplaintState::Accepted | ComplaintState::Answered => vec![self.to_centre(kind), self.tend()],
            ComplaintState::NotAccepted { .. } | ComplaintState::Decided | ComplaintState::Closed | ComplaintState::Withdrawn => Vec::new(),
        }
    }
}

impl Follows for Complaint {
    type Event = ComplaintEvent;

    fn follows(&self, event: &ComplaintEvent) -> Vec<Consequence> {
        match event {
            ComplaintEvent::Filed { .. } => vec![self.to_centre(NoticeKind::ComplaintFiled), self.tend()],
            ComplaintEvent::Accepted { .. } => vec![self.to_complainant(NoticeKind::ComplaintAccepted), self.tend()],
            ComplaintEvent::Refused { .. } => vec![self.to_complainant(NoticeKind::ComplaintNotAccepted)],
            ComplaintEvent::Assigned { .. } | ComplaintEvent::Closed => Vec::new(),
            ComplaintEvent::Asked { .. } => vec![self.to_institution(NoticeKind::ComplaintToAnswer), self.tend()],
            ComplaintEvent::Answered { .. } => vec![self.to_centre(NoticeKind::ComplaintAnswered), self.tend()],
            ComplaintEvent::Decided { .. } => {
                let kind = NoticeKind::ComplaintDecided;
                [Some(self.to_complainant(kind)), self.to_heard(kind), Some(self.tend())].into_iter().flatten().collect()
            }
            ComplaintEvent::Withdrawn => {
                let kind = NoticeKind::ComplaintWithdrawn;
                [Some(self.to_centre(kind)), self.to_heard(kind)].into_iter().flatten().collect()
            }
            ComplaintEvent::Reopened { .. } => {
                let kind = NoticeKind::ComplaintReopened;
                [Some(self.to_centre(kind)), self.to_heard(kind), Some(self.tend())].into_iter().flatten().collect()
            }
            ComplaintEvent::Reminded { late, .. } => self.remind(*late),
        }
    }
}
