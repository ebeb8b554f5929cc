//! Mandates (招标代理授权): who acts for a tenderee in a project.

pub mod accept;
pub mod end;
pub mod list;
pub mod record;
pub mod view;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role};
use domain::id::OrganisationId;
use domain::mandate::{Mandate, MandateSide};
use domain::membership::{Ground, Membership};
use domain::site::SiteCode;
use store::Stamp;

/// The caller's stamp for `action` on what `tenderee` has on `site`, and on whose side the caller is. To anybody else it does not exist.
fn stamp(
    world: &World,
    caller: &Caller,
    action: Action,
    tenderee: OrganisationId,
    site: SiteCode,
) -> Result<(Stamp, MandateSide), AppError> {
    let actor = &caller.actor;
    let (relation, side) = match actor.role {
        Role::Tenderee if actor.organisation == Some(tenderee) => (Relation::Tenderee, MandateSide::Tenderee),
        Role::CentreStaff if actor.site == Some(site) => (Relation::CentreOfSite, MandateSide::Centre),
        Role::Public
        | Role::Applicant
        | Role::Tenderee
        | Role::Agency
        | Role::ProjectOwner
        | Role::Contractor
        | Role::GuarantorStaff
        | Role::CentreStaff
        | Role::Regulator
        | Role::System => (Relation::Stranger, MandateSide::Tenderee),
    };
    Ok((caller.stamp(world, action, relation, tenderee)?, side))
}

/// The role that goes with a mandate.
fn membership(mandate: &Mandate) -> Membership {
    let facts = &mandate.facts;
    Membership {
        organisation: facts.agency.organisation,
        role: Role::Agency,
        ground: Ground::Mandate(facts.id),
        site: None,
        from: facts.recorded_at,
        until: Some(mandate.ends_at()),
    }
}
