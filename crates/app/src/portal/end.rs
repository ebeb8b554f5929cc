//! What a portal tells of its own sessions: those that ended there end here (back-channel logout), and none begins here that it vouched for
//! before. It is told once.

use super::{person, session, take_turn};
use crate::error::AppError;
use crate::world::World;
use domain::site::SiteCode;
use gm::digest::sm3_hex;
use partners::portal::{COUNTS, PortalError};
use store::portal::PortalLogout;

/// Ends the sessions that a portal's token says have ended.
///
/// # Errors
/// [`AppError::NotFound`] on a site without a portal; [`AppError::Unauthenticated`] for a token that is not taken, or was.
pub async fn end(world: &World, site: SiteCode, token: &str) -> Result<(), AppError> {
    let portal = world.portals.get(site).ok_or(AppError::NotFound)?;
    let settings = world.sites.get(site).and_then(|site| site.portal.clone()).ok_or(AppError::NotFound)?;
    let now = world.now();
    let out = portal.logged_out(token, now).await.map_err(|error| match error {
        PortalError::Refused(reason) => AppError::Unauthenticated(reason.message().to_owned()),
        PortalError::Away(text) => AppError::Unavailable(text),
    })?;
    let word = PortalLogout {
        token: sm3_hex(format!("{}\0{}", settings.issuer, out.word).as_bytes()),
        person: if out.subject.is_empty() { String::new() } else { person(&settings, &out.subject) },
        session: session(&settings, &out.session),
        issued: out.issued,
    };
    let write = world.store.write::<_, AppError, _>(move |tx| {
        Box::pin(async move {
            take_turn(tx, &word.person, &word.session)?;
            Ok(store::portal::log_out(tx, &word, (now, now.plus(COUNTS)))?)
        })
    });
    match write.await {
        Err(AppError::Conflict) => Err(AppError::Unauthenticated("该登出通知已处理过".into())),
        other => other,
    }
}
