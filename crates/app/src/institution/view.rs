//! An institution as buyers see it.

use crate::document::attachment;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::document::Attachment;
use domain::id::InstitutionId;
use domain::institution::Institution;
use domain::onboarding::Presence;
use domain::product::Product;
use domain::site::SiteCode;

/// An institution with what it sells on one site.
#[derive(Clone, Debug)]
pub struct InstitutionDetail {
    /// The institution.
    pub institution: Institution,
    /// How it stands.
    pub presence: Presence,
    /// What it sells, by kind.
    pub products: Vec<Product>,
}

/// An institution that is live or paused on the site. What is under test is seen by its own staff only.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, site: SiteCode, id: InstitutionId) -> Result<InstitutionDetail, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, "")?;
    let (outlet, mut reader) = (world.sites.outlet(site), world.store.reader());
    let institution = store::institution::load(&mut reader, id).await?.ok_or(AppError::NotFound)?;
    let presence = store::onboarding::load_presence(&mut reader, id, outlet).await?;
    if presence == Presence::Absent {
        return Err(AppError::NotFound);
    }
    let own = caller.actor.institution == Some(id);
    let products = store::product::list_of_institution(&mut reader, id).await?;
    let products = products.into_iter().filter(|product| product.site == outlet.admitted_by && (own || product.is_public())).collect();
    Ok(InstitutionDetail { institution, presence, products })
}

/// The caller's own institution.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn own(world: &World, caller: &Caller) -> Result<Institution, AppError> {
    let id = caller.actor.institution.ok_or(AppError::NotFound)?;
    caller.stamp(world, Action::ViewInstitution, Relation::Guarantor, "")?;
    store::institution::load(&mut world.store.reader(), id).await?.ok_or(AppError::NotFound)
}

/// An institution's logo.
///
/// # Errors
/// [`AppError::NotFound`] when it has none.
pub async fn logo(world: &World, caller: &Caller, site: SiteCode, id: InstitutionId) -> Result<(Vec<u8>, Attachment), AppError> {
    let logo = view(world, caller, site, id).await?.institution.logo.ok_or(AppError::NotFound)?;
    Ok((attachment::load(world, &logo).await?, logo))
}
