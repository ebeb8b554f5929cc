//! One complaint, as whoever looks at it may see it.

use super::load::{due, is_late, load, relation, reopen_by};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::complaint::{Complaint, ComplaintEvent, accept, answer, ask, assign, close, decide, reopen, withdraw};
use domain::id::ComplaintId;
use domain::time::Date;
use store::event::Entry;

/// What this viewer can do now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Possible {
    /// Take it, or not.
    pub accept: bool,
    /// Say who looks after it.
    pub assign: bool,
    /// Ask the institution.
    pub ask: bool,
    /// Answer.
    pub answer: bool,
    /// Decide.
    pub decide: bool,
    /// Close it.
    pub close: bool,
    /// Give it up.
    pub withdraw: bool,
    /// Have it looked at once more.
    pub reopen: bool,
}

/// A complaint as its page shows it.
#[derive(Clone, Debug)]
pub struct ComplaintDetail {
    /// The complaint.
    pub complaint: Complaint,
    /// What the viewer is to it.
    pub relation: Relation,
    /// The last day of the step it is at, where one runs and the year's working days are known.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub late: bool,
    /// Whether the year of that day has only the statutory holidays so far (调休未定).
    pub provisional: bool,
    /// The last day on which it has to be decided, while it is looked into.
    pub decide_by: Option<Date>,
    /// The last day on which the complainant may have it looked at once more.
    pub reopen_by: Option<Date>,
    /// What happened, oldest first; outside the centre without what is the centre's own business.
    pub history: Vec<(ComplaintEvent, Entry)>,
    /// What this viewer can do now.
    pub can: Possible,
}

/// The complaint in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: ComplaintId) -> Result<ComplaintDetail, AppError> {
    let mut reader = world.store.reader();
    let (complaint, _) = load(world, &mut reader, caller, Action::ViewComplaint, id).await?;
    let (relation, late) = (relation(&caller.actor, &complaint), is_late(world, &complaint));
    let of_centre = relation == Relation::CentreOfSite;
    let mut history = Vec::new();
    for entry in store::event::history(&mut reader, &id.to_string()).await? {
        let event: ComplaintEvent = serde_json::from_str(&entry.payload).map_err(|error| AppError::Bug(error.to_string()))?;
        if of_centre || !event.is_internal() {
            history.push((event, entry));
        }
    }
    let permitted = |action| may(&caller.actor, action, relation).is_ok();
    let (handles, pursues) = (permitted(Action::HandleComplaint), permitted(Action::PursueComplaint));
    let (due, by) = (due(world, &complaint), reopen_by(world, &complaint));
    let (rules, calendar) = (world.sites.complaints(complaint.facts.site), world.sites.calendar());
    Ok(ComplaintDetail {
        relation,
        due,
        late,
        provisional: due.is_some_and(|due| calendar.provisional(due.year()) == Some(true)),
        decide_by: complaint.decide_by(rules, calendar).ok().flatten(),
        reopen_by: by.filter(|_| reopen::check(&complaint, by, world.now()).is_ok()),
        history,
        can: Possible {
            accept: handles && accept::check(&complaint).is_ok(),
            assign: handles && assign::check(&complaint).is_ok(),
            ask: handles && ask::check(&complaint).is_ok(),
            answer: permitted(Action::AnswerComplaint) && answer::check(&complaint).is_ok(),
            decide: handles && decide::check(&complaint, late).is_ok(),
            close: handles && close::close(&complaint).is_ok(),
            withdraw: pursues && withdraw::withdraw(&complaint).is_ok(),
            reopen: pursues && reopen::check(&complaint, by, world.now()).is_ok(),
        },
        complaint,
    })
}
