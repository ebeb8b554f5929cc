//! Memberships: roles that a trading centre gives an organisation.

pub mod end;
pub mod grant;
pub mod list;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::site::SiteCode;
use store::Stamp;

/// The caller's own site, and the stamp of who names an authority there.
fn own(world: &World, caller: &Caller) -> Result<(SiteCode, Stamp), AppError> {
    let site = caller.actor.site.ok_or(AppError::NotFound)?;
    Ok((site, caller.stamp(world, Action::GrantMembership, Relation::CentreOfSite, site)?))
}
