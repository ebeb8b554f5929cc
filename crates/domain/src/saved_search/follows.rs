//! What a saved search's events set off.

use super::{SavedSearch, SavedSearchEvent, Telling};
use crate::consequence::{Consequence, Follows};
use crate::notice::{About, Notice, NoticeKind, Side};

impl Follows for SavedSearch {
    type Event = SavedSearchEvent;

    fn follows(&self, event: &SavedSearchEvent) -> Vec<Consequence> {
        match event {
            SavedSearchEvent::Fitted { telling: Telling::Now, .. } => {
                let about = About::Organisation(self.facts.organisation, self.facts.site);
                vec![Consequence::Notify(Notice { to: Side::Applicant, about, kind: NoticeKind::LotsFit })]
            }
            SavedSearchEvent::Saved { .. }
            | SavedSearchEvent::Fitted { telling: Telling::Already | Telling::Later, .. }
            | SavedSearchEvent::Removed => Vec::new(),
        }
    }
}
