//! Sending a browser to its site's portal.

use super::{Sent, redirect};
use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::site::SiteCode;
use domain::time::Timestamp;
use gm::digest::sm3_hex;
use partners::portal::Asked;

/// How long a person may take at the portal.
const LASTS: i64 = 10 * Timestamp::MINUTE;

/// Where the browser with this digest goes; it comes back to `next`, with a form that was typed before in `kept`.
///
/// # Errors
/// [`AppError::NotFound`] on a site without a portal; [`AppError::Unavailable`] when the portal does not answer.
pub async fn begin(world: &World, site: SiteCode, browser: String, next: String, kept: String) -> Result<String, AppError> {
    let portal = world.portals.get(site).ok_or(AppError::NotFound)?;
    let now = world.now();
    let asked = Asked {
        state: hex::encode(world.random::<32>()),
        nonce: hex::encode(world.random::<32>()),
        verifier: URL_SAFE_NO_PAD.encode(world.random::<32>()),
        redirect: redirect(world.origin(), site),
    };
    let url = portal.begin(&asked, now).await.map_err(|error| AppError::Unavailable(error.to_string()))?;
    let (state, sent) = (sm3_hex(asked.state.as_bytes()), Sent { nonce: asked.nonce, verifier: asked.verifier, next, kept });
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move { Ok(store::portal::create(tx, &state, &browser, &sent, (now, now.plus(LASTS)))?) })
        })
        .await?;
    Ok(url)
}
