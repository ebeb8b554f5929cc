//! Logins that were refused, written down for whoever manages the organisation they were attempted for. Only of certificates that an authority
//! we trust has issued: what anybody could make up is no entry; and one an hour of the same organisation and reason.

use super::certificate::{chain, holder};
use crate::document::trust::Use;
use crate::error::AppError;
use crate::world::World;
use domain::access::{Action, Actor};
use domain::id::RequestId;
use domain::party::Uscc;
use domain::time::Timestamp;
use gm::certificate::CertificateError;
use store::StoreError;

/// Why, by a short name: the person was told in words. `None` for what says nothing of an organisation.
fn reason(world: &World, wanted: Use, texts: &[String], otherwise: &'static str) -> Option<(Uscc, String, &'static str)> {
    let chain = chain(texts).ok()?;
    let first = chain.first()?;
    let why = match world.trust.verify_for(wanted, &chain, world.now()) {
        Ok(()) => otherwise,
        Err(CertificateError::Expired) => "certificate-expired",
        Err(CertificateError::Revoked) => "certificate-revoked",
        Err(CertificateError::RevocationUnknown) => "revocation-unknown",
        Err(CertificateError::KeyUsage | CertificateError::NotYetValid | CertificateError::UnknownCritical) => "certificate-unfit",
        Err(
            CertificateError::Malformed
            | CertificateError::Algorithm
            | CertificateError::Signature
            | CertificateError::NotAnAuthority
            | CertificateError::Untrusted,
        ) => return None,
    };
    let holder = holder(first).ok()?;
    Some((holder.uscc, holder.fingerprint, why))
}

/// What is written of a certificate with which nothing is wrong.
pub(crate) const UNPROVED: &str = "signature-or-challenge";

/// One entry an hour for the same: whoever tries on and on fills nothing.
async fn once_an_hour(world: &World, actor: Actor, object: String) -> Result<(), StoreError> {
    let (now, request) = (world.now(), world.id(RequestId::new));
    let whose = actor.organisation.map(|id| id.to_string()).unwrap_or_default();
    let once = format!("{}/{whose}/{object}", now.micros().div_euclid(Timestamp::HOUR));
    world
        .store
        .write::<_, StoreError, _>(move |tx| {
            Box::pin(async move { store::event::audit_denied_once(tx, &actor, Action::LogIn, &object, now, request, &once) })
        })
        .await
}

/// Writes the entry for a login with the certificate of this chain; `otherwise` is why, where nothing is wrong with that.
pub(crate) async fn write_down(world: &World, wanted: Use, chain: &[String], otherwise: &'static str) {
    if let Some((uscc, certificate, why)) = reason(world, wanted, chain, otherwise) {
        attempted(world, &uscc, certificate, why).await;
    }
}

/// Writes the entry for an attempt for the organisation with this code, where it is known.
pub(crate) async fn attempted(world: &World, uscc: &Uscc, person: String, why: &'static str) {
    let written = write(world, uscc, person, why).await;
    if let Err(error) = written {
        tracing::error!(%error, "a refused login cannot be written down");
    }
}

async fn write(world: &World, uscc: &Uscc, person: String, why: &'static str) -> Result<(), AppError> {
    let Some(known) = store::organisation::load_by_uscc(&mut world.store.reader(), uscc).await? else { return Ok(()) };
    let actor =
        Actor { role: known.role, organisation: Some(known.id), name: known.name.to_string(), certificate: person, ..Actor::public() };
    Ok(once_an_hour(world, actor, format!("login/{why}")).await?)
}

/// Writes the entry for an attempt of nobody knows whom: `object` says what it was and why not.
pub(crate) async fn nameless(world: &World, object: String) {
    if let Err(error) = once_an_hour(world, Actor::public(), object).await {
        tracing::error!(%error, "a refused login cannot be written down");
    }
}
