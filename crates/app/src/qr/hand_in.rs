//! Submitting an application with what a phone has sealed: as with what an agent gave back, and judged no otherwise.

use super::Matter;
use super::load::load;
use crate::application::submit::{Signature, submit};
use crate::commit::quietly;
use crate::error::AppError;
use crate::identity::Browser;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::application::Application;
use domain::id::{ApplicationId, QrRequestId};
use domain::qr::enter::enter as come_for;
use domain::time::Timestamp;

/// Submits it. The request is used up once the application is submitted: where that is refused for now, it can be tried again in its time.
///
/// # Errors
/// [`AppError::NotFound`] to every other browser; [`AppError::Refused`] with what to do; else as [`submit`].
pub async fn hand_in(
    world: &World,
    caller: &Caller,
    browser: &Browser,
    (application, request): (ApplicationId, QrRequestId),
    arrived: Timestamp,
) -> Result<Application, AppError> {
    let (kept, errand) = load(world, browser, request, Matter::Seal(application)).await?;
    let (event, approval) = come_for(&kept.request, world.now())?;
    let sealed = approval.seal.clone().ok_or(Refusal::QrStateForbids)?;
    let chain = approval.chain.clone();
    let signature = Signature { arrived, shown: errand.kept, chain, signature: sealed.signature, seal: sealed.seal };
    let submitted = submit(world, caller, application, signature).await?;
    let mut used = kept.request.clone();
    used.apply(&event);
    let seen = kept.version;
    match quietly(world, move |w| Box::pin(async move { Ok(store::qr::update(w.tx(), &used, seen)?) })).await {
        // Of two who came at once the other has written it; nobody comes for it a second time in any case.
        Ok(()) | Err(AppError::Conflict) => Ok(submitted),
        Err(other) => Err(other),
    }
}
