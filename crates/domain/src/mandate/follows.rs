//! What a mandate's events set off: both sides are told. Whether an agency acts under one is looked up at each request.

use super::{Mandate, MandateEvent};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::party::Party;

impl Mandate {
    fn told(&self, to: Side, whom: &Party, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to, about: About::Organisation(whom.organisation, self.facts.site), kind })
    }

    /// The agency, and the same enterprise as it logs in: it may not know yet, or any more, that it is one.
    fn to_agency(&self, kind: NoticeKind) -> Vec<Consequence> {
        [Side::Agency, Side::Applicant].map(|side| self.told(side, &self.facts.agency, kind)).into()
    }

    fn to_tenderee(&self, kind: NoticeKind) -> Consequence {
        self.told(Side::Tenderee, &self.facts.tenderee, kind)
    }
}

impl Follows for Mandate {
    type Event = MandateEvent;

    fn follows(&self, event: &MandateEvent) -> Vec<Consequence> {
        match event {
            MandateEvent::Recorded { .. } if self.waits => self.to_agency(NoticeKind::MandateToAccept),
            MandateEvent::Recorded { .. } => self.to_agency(NoticeKind::MandateRecorded),
            MandateEvent::Accepted { .. } => vec![self.to_tenderee(NoticeKind::MandateAccepted)],
            MandateEvent::Ended { .. } => {
                let mut told = self.to_agency(NoticeKind::MandateEnded);
                told.push(self.to_tenderee(NoticeKind::MandateEnded));
                told
            }
        }
    }
}
