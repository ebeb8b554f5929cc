//! Deciding about an application: application and lot are read in the transaction that decides, so that what decides is what is known then.

use crate::commit::{Writer, commit};
use crate::error::AppError;
use crate::lot::known::known;
use crate::world::World;
use domain::Refusal;
use domain::application::{Application, ApplicationEvent};
use domain::id::ApplicationId;
use domain::lot::KnownLot;
use domain::time::Timestamp;
use store::Stamp;

/// Writes what is decided about an application and its lot.
///
/// # Errors
/// [`AppError::Refused`] as `decide` says.
pub(super) async fn decide(
    world: &World,
    stamp: Stamp,
    id: ApplicationId,
    decide: impl FnOnce(&Application, &KnownLot, Timestamp) -> Result<ApplicationEvent, Refusal> + Send + 'static,
) -> Result<Application, AppError> {
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let (application, lot) = both(w, id).await?;
            let event = decide(&application, &lot, w.now())?;
            w.append(application, &event)
        })
    })
    .await
}

/// An application and its lot, as they stand in this transaction.
pub(crate) async fn both(w: &mut Writer<'_>, id: ApplicationId) -> Result<(Application, KnownLot), AppError> {
    let application: Application = w.load(id).await?;
    let lot = known(w.tx(), &application).await?;
    Ok((application, lot))
}
