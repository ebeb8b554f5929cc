//! Coming in with what a phone has agreed to: used up before the session exists, in the same transaction, by whichever request is first.

use super::Matter;
use super::judge::agreed_with;
use super::load::load;
use crate::commit::quietly;
use crate::error::AppError;
use crate::identity::certificate::{first_moment, last_day};
use crate::identity::{Arrival, Browser, Device, Errand, LEFT, LoggedIn, attempted, held_against, open};
use crate::world::World;
use domain::id::QrRequestId;
use domain::qr::enter::enter as come_for;

/// Somebody who came in.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The session.
    pub begun: LoggedIn,
    /// What they came for.
    pub errand: Errand,
}

/// Logs in whoever agreed on the phone, in this browser.
///
/// # Errors
/// [`AppError::NotFound`] to every other browser; [`AppError::Unauthenticated`] with what to do.
pub async fn enter(world: &World, browser: &Browser, id: QrRequestId, device: Device) -> Result<Entered, AppError> {
    let (kept, errand) = load(world, browser, id, Matter::LogIn).await?;
    let refuse = |message: String| AppError::Unauthenticated(message);
    let (event, approval) = come_for(&kept.request, world.now()).map_err(|refusal| refuse(refusal.to_string()))?;
    let (chain, holder) = agreed_with(approval)?;
    let way = kept.request.facts.channel.way();
    // It may have been revoked since.
    world.trust.verify_for(held_against(way), &chain, world.now()).map_err(|error| refuse(error.to_string()))?;
    let token = hex::encode(world.random::<32>());
    let arrival = Arrival {
        uscc: holder.uscc.clone(),
        name: holder.name,
        vouched: chain.first().and_then(first_moment),
        person: holder.fingerprint.clone(),
        chain: approval.chain.join(" "),
        way,
        portal_session: String::new(),
        holder: holder.person,
        certificate_ends: chain.first().and_then(last_day),
        project: holder.project,
        says: Vec::new(),
    };
    let mut used = kept.request.clone();
    used.apply(&event);
    let (fresh, seen, device) = (token.clone(), kept.version, Device { site: Some(used.facts.site), ..device });

    let outcome = quietly(world, move |w| {
        Box::pin(async move {
            store::qr::update(w.tx(), &used, seen)?;
            open(w, arrival, &device, &fresh).await
        })
    })
    .await;
    match outcome {
        Ok((organisation, role)) => Ok(Entered { begun: LoggedIn { token, organisation, role }, errand }),
        Err(AppError::Conflict) => Err(refuse(domain::Refusal::QrStateForbids.to_string())),
        Err(AppError::Unauthenticated(message)) => {
            let why = if message == LEFT { "person-left" } else { "qr" };
            attempted(world, &holder.uscc, holder.fingerprint, why).await;
            Err(refuse(message))
        }
        Err(other) => Err(other),
    }
}
