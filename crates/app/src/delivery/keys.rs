//! Whom an answer is believed.

use crate::credential::verify::verifier;
use crate::error::AppError;
use crate::world::World;
use domain::id::OrganisationId;
use protocol::signed::Verifier;
use std::collections::BTreeMap;

/// What verifies the answers of an organisation's system, by serial.
pub(crate) async fn keys(world: &World, organisation: OrganisationId) -> Result<BTreeMap<String, Verifier>, AppError> {
    let held = store::credential::list(&mut world.store.reader(), organisation).await?;
    Ok(held.iter().filter_map(|credential| Some((credential.serial.clone(), verifier(world, credential)?))).collect())
}
