//! Keys that organisations' systems sign their messages with. One file a verb.

pub mod add;
pub mod list;
pub(crate) mod remember;
pub mod retire;
pub mod verify;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::OrganisationId;
use gm::MacKey;
use store::Stamp;

/// The secret behind a serial. It is kept nowhere.
pub(crate) fn secret(world: &World, serial: &str) -> MacKey {
    world.platform.secret("interface").derive(serial)
}

/// The caller's own organisation, and the stamp for managing its keys.
fn own(world: &World, caller: &Caller) -> Result<(OrganisationId, Stamp), AppError> {
    let organisation = caller.actor.organisation.ok_or(AppError::NotFound)?;
    let relation = if caller.actor.institution.is_some() { Relation::Guarantor } else { Relation::CentreOfSite };
    Ok((organisation, caller.stamp(world, Action::ManageCredentials, relation, organisation)?))
}
