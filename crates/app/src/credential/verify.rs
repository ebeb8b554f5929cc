//! Who signed a request.

use super::remember::Known;
use super::secret;
use crate::error::AppError;
use crate::world::World;
use domain::access::Role;
use domain::credential::{Credential, CredentialKey};
use domain::id::{InstitutionId, OrganisationId};
use domain::site::SiteCode;
use domain::time::Timestamp;
use gm::{Keeping, MacKey, PublicKey};
use protocol::signed::{Request, Verifier, claimed, verify as check};
use std::sync::Arc;
use store::Tx;
use store::credential::Held;

/// A system whose request was verified.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// The organisation's role.
    pub role: Role,
    /// The name it signs with: the organisation's code.
    pub app: String,
    /// The institution it is, if it is one.
    pub institution: Option<InstitutionId>,
    /// The site whose centre it is.
    pub site: Option<SiteCode>,
    /// The request's nonce, to be used once.
    pub nonce: String,
    /// The key it was verified with, as it was read; nothing where it was read for this request alone.
    pub(crate) held: Option<Arc<Held>>,
}

/// What verifies messages under a credential; `None` when it is retired.
pub(crate) fn verifier(world: &World, credential: &Credential) -> Option<Verifier> {
    if credential.retired_at.is_some() {
        return None;
    }
    match &credential.key {
        CredentialKey::Sm2 { point, .. } => {
            let key = PublicKey::from_bytes(&hex::decode(point).ok()?).ok()?;
            key.keep(Keeping::Standing);
            Some(Verifier::Sm2(key))
        }
        // What the other side was given, and not what it was made from.
        CredentialKey::Hmac => Some(Verifier::Hmac(MacKey::new(&secret(world, &credential.serial).mac(b"secret")))),
    }
}

/// Uses a request's nonce up: a request that was good once is not good again.
///
/// # Errors
/// [`AppError::Unauthenticated`] when it was used.
pub(crate) async fn use_nonce(tx: &mut Tx, app: &str, nonce: &str, now: Timestamp) -> Result<(), AppError> {
    if store::credential::is_used(tx, app, nonce).await? {
        return Err(AppError::Unauthenticated(UNSIGNED.into()));
    }
    Ok(store::credential::use_nonce(tx, app, nonce, now)?)
}

/// What is answered, whatever is wrong with a signature.
pub(crate) const UNSIGNED: &str = "请求签名未通过验证";

/// The sender of a signed request, by its key as it is now.
///
/// # Errors
/// [`AppError::Unauthenticated`], whatever is wrong; only the log tells more.
pub async fn verify(world: &World, request: &Request<'_>, header: &str) -> Result<Sender, AppError> {
    judge(world, request, header, true).await
}

/// The sender of a signed message that will be recorded: by its key as it was read last, which the recording compares with what it is then.
///
/// # Errors
/// As [`verify`].
pub async fn verify_message(world: &World, request: &Request<'_>, header: &str) -> Result<Sender, AppError> {
    judge(world, request, header, false).await
}

async fn judge(world: &World, request: &Request<'_>, header: &str, freshly: bool) -> Result<Sender, AppError> {
    let refuse = |reason: &dyn std::fmt::Display| {
        tracing::warn!(%reason, target_path = request.target.split('?').next().unwrap_or(""), "a signed request was not accepted");
        AppError::Unauthenticated(UNSIGNED.into())
    };
    let (app, serial) = claimed(header).map_err(|error| refuse(&error))?;
    let remembered = if freshly { None } else { world.recorder.keys.get(&serial) };
    let known = match remembered {
        Some(known) => Some(known),
        None => read(world, &serial).await?,
    };
    let known = known.filter(|known| known.held.organisation.uscc.as_str() == app).ok_or_else(|| refuse(&"no such application or key"))?;
    let Known { held, verifier } = known;
    let verified = check(request, header, |_, _| Some(verifier), world.now().seconds()).map_err(|error| refuse(&error))?;
    Ok(Sender {
        organisation: held.organisation.id,
        role: held.organisation.role,
        app,
        institution: held.institution,
        site: held.organisation.site,
        nonce: verified.nonce,
        held: Some(held),
    })
}

/// The key with this serial, if it counts.
async fn read(world: &World, serial: &str) -> Result<Option<Known>, AppError> {
    let Some(held) = store::credential::load_by_serial(&mut world.store.reader(), serial).await? else { return Ok(None) };
    let Some(verifier) = verifier(world, &held.credential) else { return Ok(None) };
    let known = Known { held: Arc::new(held), verifier };
    world.recorder.keys.put(known.clone());
    Ok(Some(known))
}
