//! What a profile's events set off.

use super::{EnterpriseProfile, ProfileEvent};
use crate::consequence::{Consequence, Follows};
use crate::id::FileId;
use crate::notice::{About, Notice, NoticeKind, Side};
use crate::site::SiteCode;

impl EnterpriseProfile {
    fn told(&self, site: Option<SiteCode>, kind: NoticeKind) -> Vec<Consequence> {
        let about = site.map(|site| About::Organisation(self.facts.organisation.organisation, site));
        about.map(|about| Consequence::Notify(Notice { to: Side::Applicant, about, kind })).into_iter().collect()
    }

    /// The paper that stands no longer: what belongs to a person is not kept for longer than it is needed.
    fn let_go(&self, file: FileId) -> Vec<Consequence> {
        let known = self.files.iter().find(|known| known.id == file);
        known.map(|known| Consequence::LetGo { file: known.stored.file }).into_iter().collect()
    }
}

impl Follows for EnterpriseProfile {
    type Event = ProfileEvent;

    fn follows(&self, event: &ProfileEvent) -> Vec<Consequence> {
        match event {
            ProfileEvent::Begun { .. }
            | ProfileEvent::Changed { .. }
            | ProfileEvent::Attached { instead_of: None, .. }
            | ProfileEvent::Submitted { .. } => Vec::new(),
            ProfileEvent::Attached { instead_of: Some(file), .. } | ProfileEvent::Removed { file, .. } => self.let_go(*file),
            ProfileEvent::SentBack { .. } => self.told(self.state.site(), NoticeKind::ProfileReturned),
            ProfileEvent::Verified { .. } => self.told(self.state.site(), NoticeKind::ProfileVerified),
        }
    }
}
