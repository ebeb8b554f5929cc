//! What a rating's events set off.

use super::{Rating, RatingEvent};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Rating {
    const fn tell(&self, to: Side, kind: NoticeKind) -> Consequence {
        Consequence::Notify(Notice { to, about: About::Application(self.facts.application), kind })
    }
}

impl Follows for Rating {
    type Event = RatingEvent;

    fn follows(&self, event: &RatingEvent) -> Vec<Consequence> {
        match event {
            RatingEvent::Rated { .. } => vec![self.tell(Side::Guarantor, NoticeKind::Rated), Consequence::CountRatings],
            RatingEvent::Changed { .. } | RatingEvent::Restored => vec![Consequence::CountRatings],
            RatingEvent::Answered { .. } => vec![self.tell(Side::Applicant, NoticeKind::RatingAnswered)],
            RatingEvent::Counted => Vec::new(),
            RatingEvent::Hidden { .. } => vec![self.tell(Side::Applicant, NoticeKind::RatingHidden), Consequence::CountRatings],
        }
    }
}
