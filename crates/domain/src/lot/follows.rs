//! What a lot's events set off: everybody who applied for it, or has a letter for it, hears of it. Who that is, is known to a job only, and
//! of a sealed lot to nobody.

use super::{Lot, LotEvent, LotOrigin};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Lot {
    /// Whoever typed it in is told.
    fn tell(&self, kind: NoticeKind) -> Vec<Consequence> {
        match self.origin {
            LotOrigin::Feed => Vec::new(),
            LotOrigin::EnteredBy(by) => {
                vec![Consequence::Notify(Notice { to: Side::Applicant, about: About::Organisation(by, self.site), kind })]
            }
        }
    }
}

impl Follows for Lot {
    type Event = LotEvent;

    fn follows(&self, event: &LotEvent) -> Vec<Consequence> {
        match event {
            // The drafts for what an applicant typed in are closed by whoever corrects or removes it; nothing else can be there.
            LotEvent::Entered { .. } | LotEvent::Corrected { .. } | LotEvent::Evidenced { .. } | LotEvent::Removed => Vec::new(),
            LotEvent::Refused { .. } => self.tell(NoticeKind::LotNotConfirmed),
            LotEvent::Listed { .. }
            | LotEvent::Reported { .. }
            | LotEvent::OpeningChanged { .. }
            | LotEvent::ValidityChanged { .. }
            | LotEvent::CandidatesAnnounced { .. }
            | LotEvent::Progressed { .. } => vec![Consequence::Reach { lot: self.id }],
        }
    }
}
