//! A person of the trading centre has held a profile against its papers.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::OrganisationId;
use domain::profile::{EnterpriseProfile, verify};

/// Verifies it as it was `seen`.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn verify(world: &World, caller: &Caller, organisation: OrganisationId, seen: u32) -> Result<EnterpriseProfile, AppError> {
    let (profile, stamp) = load(world, &mut world.store.reader(), caller, Action::VerifyProfile, organisation).await?;
    let event = verify::verify(&profile, seen, world.now())?;
    append(world, stamp, profile, event).await
}
