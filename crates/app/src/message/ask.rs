//! Asking an institution how an application stands. What it answers under its signature counts like its own messages: the buyer's “我已完成支付”
//! triggers the question, and settles nothing.

use super::receive::learned;
use crate::application::load::load;
use crate::commit::commit;
use crate::delivery::keys;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::ApplicationState;
use domain::id::ApplicationId;
use domain::institution::Connection;
use partners::institution::Peer;
use store::job::Job;

/// Has the institution of the caller's application asked about its payment.
///
/// # Errors
/// [`AppError::NotFound`] for somebody else's application.
pub async fn ask(world: &World, caller: &Caller, id: ApplicationId) -> Result<(), AppError> {
    let (application, stamp) = load(world, &mut world.store.reader(), caller, Action::AskPayment, id).await?;
    if !application.facts.own_system || !matches!(application.state, ApplicationState::AwaitingPayment { .. }) {
        return Ok(());
    }
    commit(world, stamp, move |w| Box::pin(async move { w.job_again(Job::AskInstitution(id), None) })).await
}

/// Asks, and records what was learned. An institution that does not answer is not asked again until the buyer asks again.
///
/// # Errors
/// [`AppError::Unavailable`] when the database does not answer.
pub(crate) async fn run(world: &World, id: ApplicationId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let missing = || AppError::Bug("an application is missing".into());
    let application = store::application::load(&mut reader, id).await?.ok_or_else(missing)?;
    if !matches!(application.state, ApplicationState::AwaitingPayment { .. }) {
        return Ok(Ran::Done);
    }
    let institution = store::institution::load(&mut reader, application.facts.guarantor.institution).await?.ok_or_else(missing)?;
    let Connection::OwnSystem { address, wire } = &institution.connection else { return Ok(Ran::Done) };
    let keys = keys(world, institution.organisation).await?;
    let peer = Peer::new(&world.institutions, *wire, address, keys).map_err(|error| AppError::Unavailable(error.to_string()))?;
    match peer.ask(application.facts.number.as_str(), world.now()).await {
        Ok(report) => {
            if let Some(paid) = report.paid {
                learned(world, &institution, "paid", &paid).await?;
            }
            if let Some(guarantee) = report.guarantee {
                learned(world, &institution, "issued", &guarantee).await?;
            }
            Ok(Ran::Done)
        }
        Err(error) => {
            tracing::warn!(%error, "an institution does not say how an application stands");
            Ok(Ran::Done)
        }
    }
}
