//! Seeing one lot.

use super::known::listed;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::LotId;
use domain::lot::Lot;
use domain::site::SiteCode;

/// The lot, if it is the site's or one of its prefectures' and the caller may know of it.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, site: SiteCode, id: LotId) -> Result<Lot, AppError> {
    caller.stamp(world, Action::ViewLot, Relation::Stranger, site)?;
    let listed = store::lot::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)?;
    let visible = site.covers(listed.lot.site) && listed.lot.is_visible_to(caller.actor.organisation);
    if visible { Ok(listed.lot) } else { Err(AppError::NotFound) }
}

/// The lot that the site lists under the number of one that an applicant typed in, if it does by now.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn instead(world: &World, lot: &Lot) -> Result<Option<Lot>, AppError> {
    Ok(listed(&mut world.store.reader(), lot).await?)
}
