//! Loading a complaint for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::complaint::Complaint;
use domain::id::ComplaintId;
use domain::party::Party;
use domain::time::Date;
use std::fmt::Display;
use store::{Query, Stamp};

/// What the actor is to the complaint. An institution that was not asked is nothing to it.
pub(super) fn relation(actor: &Actor, complaint: &Complaint) -> Relation {
    let facts = &complaint.facts;
    if actor.organisation == Some(facts.complainant.organisation) {
        Relation::Holder
    } else if actor.institution == Some(facts.institution) && complaint.is_heard() {
        Relation::Guarantor
    } else if actor.role == Role::CentreStaff && actor.site == Some(facts.centre) {
        Relation::CentreOfSite
    } else {
        Relation::Stranger
    }
}

/// Loads a complaint for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: ComplaintId,
) -> Result<(Complaint, Stamp), AppError> {
    let complaint = store::complaint::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &complaint), id)?;
    Ok((complaint, stamp))
}

/// The caller's organisation as whoever complains, and the stamp to file with.
///
/// # Errors
/// [`AppError::NotFound`] to those who complain about nobody.
pub(super) async fn complainant(world: &World, caller: &Caller, object: impl Display) -> Result<(Party, Stamp), AppError> {
    let stamp = caller.stamp(world, Action::FileComplaint, Relation::Holder, object)?;
    let id = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let organisation = store::organisation::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    Ok((Party { organisation: id, name: organisation.name, uscc: organisation.uscc }, stamp))
}

/// The last day of the step it is at, where one runs and the year's working days are known.
pub(super) fn due(world: &World, complaint: &Complaint) -> Option<Date> {
    complaint.due(world.sites.complaints(complaint.facts.site), world.sites.calendar()).ok().flatten()
}

/// Whether that day is over.
pub(super) fn is_late(world: &World, complaint: &Complaint) -> bool {
    due(world, complaint).is_some_and(|due| world.now().date() > due)
}

/// The last day on which the complainant may have it looked at once more. Where the year's working days are not known, its time is not over.
pub(super) fn reopen_by(world: &World, complaint: &Complaint) -> Option<Date> {
    complaint.reopen_by(world.sites.complaints(complaint.facts.site), world.sites.calendar()).unwrap_or_else(|_| Some(world.now().date()))
}
