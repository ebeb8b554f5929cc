//! Ending the portal's session too, once ours is over (RP-initiated logout).

use crate::error::AppError;
use crate::world::World;
use domain::site::SiteCode;

/// The portal of a site by its name, and where a browser goes to log out there; it comes back to the home page. `None` where that is not offered,
/// or the portal does not answer: our own session is over in any case.
///
/// # Errors
/// [`AppError::NotFound`] on a site without a portal.
pub async fn log_out(world: &World, site: SiteCode) -> Result<Option<(String, String)>, AppError> {
    let portal = world.portals.get(site).ok_or(AppError::NotFound)?;
    let name = world.sites.get(site).and_then(|site| site.portal.as_ref()).map(|portal| portal.name.clone()).unwrap_or_default();
    let back = format!("{}/", world.origin());
    match portal.end(&back, world.now()).await {
        Ok(url) => Ok(url.map(|url| (name, url))),
        Err(error) => {
            tracing::warn!(%error, "a portal does not answer");
            Ok(None)
        }
    }
}
