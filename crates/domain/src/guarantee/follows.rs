//! What a guarantee's events set off.

use super::{Guarantee, GuaranteeEvent, LotHeard};
use crate::consequence::{Consequence, Follows};
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

    fn heard(&self, heard: &LotHeard) -> Vec<Consequence> {
        let (needed, aborted) = self.heard.as_ref().map_or((None, false), |known| (known.needed, known.aborted));
        if heard.aborted && !aborted {
            self.both(NoticeKind::LotAborted).collect()
        } else if heard.needed.is_some() && heard.needed != needed {
            self.both(NoticeKind::TermTooShort).collect()
        } else if heard.opens_at != self.opens_at() {
            self.both(NoticeKind::OpeningMoved).collect()
        } else {
            Vec::new()
        }
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
