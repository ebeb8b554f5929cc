//! What a portal tells of its own sessions: those that ended there end here (back-channel logout).

use super::{person, session};
use crate::error::AppError;
use crate::world::World;
use domain::site::SiteCode;
use partners::portal::PortalError;

/// Ends the sessions that a portal's token says have ended.
///
/// # Errors
/// [`AppError::NotFound`] on a site without a portal; [`AppError::Unauthenticated`] for a token that is not taken.
pub async fn end(world: &World, site: SiteCode, token: &str) -> Result<(), AppError> {
    let portal = world.portals.get(site).ok_or(AppError::NotFound)?;
    let settings = world.sites.get(site).and_then(|site| site.portal.clone()).ok_or(AppError::NotFound)?;
    let out = portal.logged_out(token, world.now()).await.map_err(|error| match error {
        PortalError::Refused(reason) => AppError::Unauthenticated(reason.message().to_owned()),
        PortalError::Away(text) => AppError::Unavailable(text),
    })?;
    let which = session(&settings, &out.session);
    let who = (!out.subject.is_empty()).then(|| person(&settings, &out.subject));
    let write = world.store.write::<_, AppError, _>(move |tx| {
        Box::pin(async move {
            match who {
                Some(who) => Ok(store::session::delete_of_portal(tx, &who, &which)?),
                None => Ok(store::session::delete_of_portal_session(tx, &which)?),
            }
        })
    });
    write.await
}
