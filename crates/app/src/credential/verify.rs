//! Who signed a request.

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
use store::Tx;

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

/// The sender of a signed request.
///
/// # Errors
/// [`AppError::Unauthenticated`], whatever is wrong; only the log tells more.
pub async fn verify(world: &World, request: &Request<'_>, header: &str) -> Result<Sender, AppError> {
    let refuse = |reason: &dyn std::fmt::Display| {
        tracing::warn!(%reason, target_path = request.target.split('?').next().unwrap_or(""), "a signed request was not accepted");
        AppError::Unauthenticated(UNSIGNED.into())
    };
    let (app, serial) = claimed(header).map_err(|error| refuse(&error))?;
    let held = store::credential::load_by_serial(&mut world.store.reader(), &serial).await?;
    let held = held.filter(|held| held.organisation.uscc.as_str() == app).ok_or_else(|| refuse(&"unknown application or serial"))?;
    let key = verifier(world, &held.credential);
    let verified = check(request, header, |_, _| key, world.now().seconds()).map_err(|error| refuse(&error))?;
    Ok(Sender {
        organisation: held.organisation.id,
        role: held.organisation.role,
        app,
        institution: held.institution,
        site: held.organisation.site,
        nonce: verified.nonce,
    })
}
