//! Complaints about institutions (在线投诉, Hunan manual 4.4, 4.5): the form, the lists of the complainant and of the offices, and one page for
//! all of them, with what each may do.

pub(crate) mod decide;
pub(crate) mod file;
pub(crate) mod list;
pub(crate) mod view;

use domain::complaint::{Complaint, ComplaintState};

/// The tone of a complaint's tag.
const fn tone(complaint: &Complaint) -> &'static str {
    match complaint.state {
        ComplaintState::Filed | ComplaintState::Accepted | ComplaintState::WithInstitution | ComplaintState::Answered => "wait",
        ComplaintState::Decided => "info",
        ComplaintState::Closed => "ok",
        ComplaintState::NotAccepted { .. } => "bad",
        ComplaintState::Withdrawn => "mute",
    }
}
