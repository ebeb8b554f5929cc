//! A second person at the guarantor releases an endorsed application for issue.

use super::{job, load};
use crate::error::AppError;
use crate::job::ISSUE_GUARANTEE;
use crate::message::wake;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::application::{Application, approve};
use domain::id::ApplicationId;

/// Approves; the letter is made by a job.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::NotFound`].
pub async fn approve(world: &World, caller: &Caller, id: ApplicationId) -> Result<Application, AppError> {
    let now = world.now();
    let (application, stamp) = load(&mut world.store.reader(), caller, Action::ApproveApplication, id, now).await?;
    let event = approve::approve(&application, &caller.actor.certificate, now)?;
    let issue = job(world, ISSUE_GUARANTEE, id, now);
    let shared = world.clone();
    let application = world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &id.to_string())?;
                if application.facts.own_system {
                    wake(&shared, tx, application.facts.number.as_str()).await?;
                } else {
                    // Again, when the letter could not be issued before and was held.
                    store::job::enqueue_again(tx, issue)?;
                }
                Ok(store::application::append(tx, &stamp, application, &event)?)
            })
        })
        .await?;
    world.jobs.notify_one();
    Ok(application)
}
