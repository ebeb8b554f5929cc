//! The people of the caller's enterprise, as they stand in the deciding transaction.

use crate::commit::Writer;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::id::OrganisationId;
use domain::representative::{Representatives, RepresentativesEvent};
use std::fmt::Display;
use store::Stamp;

/// The caller's organisation, and the stamp for what is done about `object` of its people.
///
/// # Errors
/// [`AppError::NotFound`] to those who apply for nothing; [`domain::Refusal::RightMissing`] to who does not manage.
pub(super) fn stamp(world: &World, caller: &Caller, action: Action, object: impl Display) -> Result<(OrganisationId, Stamp), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let relation = if caller.actor.role == Role::Applicant { Relation::Applicant } else { Relation::Stranger };
    Ok((organisation, caller.stamp(world, action, relation, object)?))
}

/// Its people; begun when it has registered nobody.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else begins at this moment.
pub(super) async fn begun(w: &mut Writer<'_>, organisation: OrganisationId) -> Result<Representatives, AppError> {
    match w.find::<Representatives>(organisation).await? {
        Some(known) => Ok(known),
        None => w.create::<Representatives>(&RepresentativesEvent::Begun { organisation }),
    }
}
