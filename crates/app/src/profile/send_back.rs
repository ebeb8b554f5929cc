//! A person of the trading centre sends a profile back, with what does not agree.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::OrganisationId;
use domain::profile::{EnterpriseProfile, send_back};

/// Sends it back for `reason`, as it was `seen`.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn send_back(
    world: &World,
    caller: &Caller,
    organisation: OrganisationId,
    seen: u32,
    reason: &str,
) -> Result<EnterpriseProfile, AppError> {
    let (profile, stamp) = load(world, &mut world.store.reader(), caller, Action::VerifyProfile, organisation).await?;
    let event = send_back::send_back(&profile, seen, reason)?;
    append(world, stamp, profile, event).await
}
