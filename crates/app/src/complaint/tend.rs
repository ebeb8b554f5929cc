//! What happens to a complaint by itself: reminders, and its end.

use crate::commit::{LOOK_AGAIN, commit};
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::access::{Action, Relation};
use domain::complaint::{Complaint, tend};
use domain::id::ComplaintId;

/// Looks after it. A complaint whose step has ended meanwhile is passed over; one whose last day nobody can say yet is looked at again.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn tend(world: &World, id: ComplaintId) -> Result<Ran, AppError> {
    let stamp = world.system().stamp(world, Action::TendComplaint, Relation::Platform, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let (complaint, now): (Complaint, _) = (w.load(id).await?, w.now());
            let sites = &w.world().sites;
            let rules = sites.complaints(complaint.facts.site);
            let tended = complaint.due(rules, sites.calendar()).and_then(|due| tend::tend(&complaint, due, now, sites.calendar()));
            match tended {
                Ok(Some(event)) => w.append(complaint, &event).map(|_| Ran::Done),
                Ok(None) => Ok(Ran::Done),
                Err(_) => Ok(Ran::Later(now.plus(LOOK_AGAIN))),
            }
        })
    })
    .await
}
