//! The clock of a complaint: when it is looked after next, by the working days of the site on which it was filed.

use super::writer::Writer;
use crate::error::AppError;
use domain::complaint::{Complaint, tend};
use domain::id::ComplaintId;
use domain::time::Timestamp;
use store::job::Job;

/// How long it is waited for a year's working days that are not known yet: a last day is never guessed.
pub(crate) const LOOK_AGAIN: i64 = 24 * Timestamp::HOUR;

pub(super) async fn tend(w: &mut Writer<'_>, id: ComplaintId) -> Result<(), AppError> {
    let (complaint, now): (Complaint, Timestamp) = (w.load(id).await?, w.now());
    let sites = &w.world().sites;
    let rules = sites.complaints(complaint.facts.site);
    let next = complaint.due(rules, sites.calendar()).and_then(|due| tend::next(&complaint, due, now, sites.calendar()));
    match next.unwrap_or_else(|_| Some(now.plus(LOOK_AGAIN))) {
        Some(at) => w.job_again(Job::TendComplaint(id), Some(at)),
        None => Ok(()),
    }
}
