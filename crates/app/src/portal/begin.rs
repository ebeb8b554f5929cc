//! Sending a browser to its site's portal.

use super::{PURPOSE, Sent, redirect};
use crate::error::AppError;
use crate::identity::{Browser, Errand, ROOM, WAITING_MAX};
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::site::SiteCode;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use partners::portal::Asked;

/// How long a person may take at the portal.
const LASTS: i64 = 10 * Timestamp::MINUTE;

/// Where this browser goes from the network address; it comes back with its errand.
///
/// # Errors
/// [`AppError::NotFound`] on a site without a portal; [`AppError::Unauthenticated`] when the portal does not answer, and for more than is kept
/// meanwhile; [`AppError::Busy`] when too many wait from one address.
pub async fn begin(world: &World, site: SiteCode, browser: &Browser, address: &str, errand: Errand) -> Result<String, AppError> {
    let portal = world.portals.get(site).ok_or(AppError::NotFound)?;
    errand.check()?;
    let (now, address) = (world.now(), sm3_hex(address.as_bytes()));
    if store::portal::waiting(&mut world.store.reader(), &address, now, WAITING_MAX).await? >= WAITING_MAX {
        return Err(AppError::Busy(ROOM));
    }
    let asked = Asked {
        state: hex::encode(world.random::<32>()),
        nonce: hex::encode(world.random::<32>()),
        verifier: URL_SAFE_NO_PAD.encode(world.random::<32>()),
        redirect: redirect(world.origin(), world.sites.portal_of(site)),
    };
    let url = portal.begin(&asked, now).await.map_err(|error| {
        tracing::warn!(%error, "a portal does not answer");
        let name = world.sites.get(site).and_then(|site| site.portal.as_ref()).map_or("统一注册平台", |portal| portal.name.as_str());
        AppError::Unauthenticated(format!("{name}暂时没有响应，请稍后重试，或使用数字证书登录"))
    })?;
    let sent = Sent { site, nonce: asked.nonce, verifier: asked.verifier, errand };
    let (state, sealed) = (sm3_hex(asked.state.as_bytes()), browser.seal(world.entropy.as_ref(), PURPOSE, &sent)?);
    let browser = browser.digest().to_owned();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move { Ok(store::portal::create(tx, &state, (&browser, &address), &sealed, (now, now.plus(LASTS)))?) })
        })
        .await?;
    Ok(url)
}
