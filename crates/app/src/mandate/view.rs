//! One mandate, to its tenderee, its agency and the centre of its site.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::id::MandateId;
use domain::mandate::Mandate;

/// The mandate.
///
/// # Errors
/// [`AppError::NotFound`] to everybody else.
pub async fn view(world: &World, caller: &Caller, id: MandateId) -> Result<Mandate, AppError> {
    let mandate = store::mandate::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let (actor, facts) = (&caller.actor, &mandate.facts);
    let relation = match actor.role {
        Role::Tenderee if actor.organisation == Some(facts.tenderee.organisation) => Relation::Tenderee,
        Role::Agency if actor.organisation == Some(facts.agency.organisation) => Relation::Agency,
        Role::CentreStaff if actor.site == Some(facts.site) => Relation::CentreOfSite,
        Role::Public
        | Role::Applicant
        | Role::Tenderee
        | Role::Agency
        | Role::ProjectOwner
        | Role::Contractor
        | Role::GuarantorStaff
        | Role::CentreStaff
        | Role::Regulator
        | Role::System => Relation::Stranger,
    };
    caller.stamp(world, Action::ViewMandate, relation, id)?;
    Ok(mandate)
}
