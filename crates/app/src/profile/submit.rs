//! The organisation hands its profile to the trading centre that verifies for a site: of a prefecture whose province admits institutions, the
//! province's.

use super::load::load_own;
use crate::commit::append;
use crate::error::AppError;
use crate::identity::Visitor;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::profile::{EnterpriseProfile, submit};
use domain::site::SiteCode;

/// The site whose centre verifies what is handed in on `site`: its own, or else its province's where that admits institutions there; `None` where
/// neither has anybody on the platform.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn verifier(world: &World, site: SiteCode) -> Result<Option<SiteCode>, AppError> {
    let mut reader = world.store.reader();
    for code in [site, world.sites.outlet(site).admitted_by] {
        if store::organisation::has_centre(&mut reader, code).await? {
            return Ok(Some(code));
        }
    }
    Ok(None)
}

/// Hands it in, with the certificate the visitor has logged in with.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn submit(world: &World, caller: &Caller, visitor: &Visitor, site: SiteCode) -> Result<EnterpriseProfile, AppError> {
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let own = load_own(world, caller, Action::SubmitProfile).await?;
    let profile = own.profile.ok_or(Refusal::ProfileIncomplete)?;
    let site = verifier(world, site).await?.ok_or(Refusal::ProfileNobodyVerifies)?;
    let event = submit::submit(&profile, site, &own.party.name, visitor.certificate_ends(), world.now())?;
    append(world, own.stamp, profile, event).await
}
