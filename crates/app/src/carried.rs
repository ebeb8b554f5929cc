//! What a form carries from one page to the next under the platform's own mark, so that it need not be kept and nothing else is taken for it.

use crate::error::AppError;
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// `what` as a form carries it, for one purpose.
///
/// # Errors
/// [`AppError::Bug`] when it cannot be written.
pub(crate) fn carry(world: &World, purpose: &str, what: &impl Serialize) -> Result<String, AppError> {
    let json = serde_json::to_vec(what).map_err(|error| AppError::Bug(error.to_string()))?;
    let mac = world.platform.secret(purpose).mac(&json);
    Ok(format!("{}.{}", URL_SAFE_NO_PAD.encode(json), hex::encode(mac)))
}

/// What a form carried; `None` for anything we did not write for this purpose.
pub(crate) fn carried<T: DeserializeOwned>(world: &World, purpose: &str, text: &str) -> Option<T> {
    let (json, mac) = text.split_once('.')?;
    let (json, mac) = (URL_SAFE_NO_PAD.decode(json).ok()?, hex::decode(mac).ok()?);
    if world.platform.secret(purpose).verify(&json, &mac) { serde_json::from_slice(&json).ok() } else { None }
}
