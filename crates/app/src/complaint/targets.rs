//! Whom one can complain about on a site: the institutions that were ever let in there (接入成功的机构; Hunan manual 4.4), those that were
//! taken down since among them.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::InstitutionId;
use domain::institution::Institution;
use domain::site::SiteCode;
use store::Query;

/// Whether the institution was ever let in on the site.
pub(super) async fn admitted(world: &World, query: &mut impl Query, site: SiteCode, institution: &Institution) -> Result<bool, AppError> {
    let outlet = world.sites.outlet(site);
    let onboarding = store::onboarding::load_by_uscc(query, outlet.admitted_by, &institution.uscc).await?;
    Ok(onboarding.is_some_and(|onboarding| onboarding.was_let_in_at(outlet)))
}

/// The institutions of a site that one can complain about, with their names.
///
/// # Errors
/// [`AppError::NotFound`] for no such site, and to those who complain about nobody.
pub async fn targets(world: &World, caller: &Caller, site: SiteCode) -> Result<Vec<(InstitutionId, String)>, AppError> {
    caller.stamp(world, Action::FileComplaint, Relation::Holder, site)?;
    world.sites.get(site).ok_or(AppError::NotFound)?;
    let (mut reader, mut found) = (world.store.reader(), Vec::new());
    for institution in store::institution::list(&mut reader).await? {
        if admitted(world, &mut reader, site, &institution).await? {
            found.push((institution.id, institution.name.to_string()));
        }
    }
    Ok(found)
}
