//! The organisation hands its profile to the trading centre of a site, to be verified.

use super::load::load_own;
use crate::commit::append;
use crate::error::AppError;
use crate::identity::Visitor;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::profile::{EnterpriseProfile, submit};
use domain::site::SiteCode;

/// Hands it in, with the certificate the visitor has logged in with.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn submit(world: &World, caller: &Caller, visitor: &Visitor, site: SiteCode) -> Result<EnterpriseProfile, AppError> {
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let own = load_own(world, caller, Action::SubmitProfile).await?;
    let profile = own.profile.ok_or(Refusal::ProfileIncomplete)?;
    let event = submit::submit(&profile, site, &own.party.name, visitor.certificate_ends(), world.now())?;
    append(world, own.stamp, profile, event).await
}
