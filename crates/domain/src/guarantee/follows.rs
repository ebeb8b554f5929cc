//! What a guarantee's events set off.

use super::{Guarantee, GuaranteeEvent, LotHeard};
use crate::consequence::{Consequence, Follows};
use crate::lot::AbortReason;
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::time::{Timestamp, add_days};

impl Guarantee {
    /// From when on the guarantor is free of it: the day after its last.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        Timestamp::from_civil(add_days(self.expiry, 1).at(0, 0, 0, 0)).unwrap_or(self.issued_at)
    }
}

impl Guarantee {
    fn both(&self, kind: NoticeKind) -> impl Iterator<Item = Consequence> + use<> {
        let about = About::Application(self.application);
        [Side::Applicant, Side::Guarantor].into_iter().map(move |to| Consequence::Notify(Notice { to, about, kind }))
    }

    /// Of a tender that was aborted nothing else matters; of an opening that has come to pass it does not matter when it was to be.
    fn heard(&self, heard: &LotHeard) -> Vec<Consequence> {
        let known = self.knows();
        if heard.aborted {
            return if known.aborted { Vec::new() } else { self.both(aborted(heard.reason)).collect() };
        }
        let moved = !heard.opened && heard.opens_at != known.opens_at;
        let short = heard.needed.is_some() && heard.needed != known.needed;
        let differs = heard.differs && !known.differs;
        let kinds = [
            moved.then_some(NoticeKind::OpeningMoved),
            short.then_some(NoticeKind::TermTooShort),
            differs.then_some(NoticeKind::LotChanged),
        ];
        kinds.into_iter().flatten().flat_map(|kind| self.both(kind)).collect()
    }
}

const fn aborted(reason: Option<AbortReason>) -> NoticeKind {
    match reason {
        Some(AbortReason::Failed) => NoticeKind::LotFailed,
        Some(AbortReason::TooFewBidders) => NoticeKind::LotTooFewBidders,
        Some(AbortReason::Terminated) | None => NoticeKind::LotAborted,
        Some(AbortReason::Retendered) => NoticeKind::LotRetendered,
    }
}

impl Follows for Guarantee {
    type Event = GuaranteeEvent;

    fn follows(&self, event: &GuaranteeEvent) -> Vec<Consequence> {
        match event {
            GuaranteeEvent::Issued { guarantee } => vec![Consequence::Free { guarantee: guarantee.id, at: guarantee.ends_at() }],
            GuaranteeEvent::LotHeard { heard } => self.heard(heard),
        }
    }
}
