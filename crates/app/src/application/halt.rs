//! An institution was paused, taken down or put live on a site, or chose other prefectures of it: every application to it hears of it. A
//! job, a batch of them in a transaction; heard twice it changes nothing, so that it may begin anew.

use crate::bank_line::match_received::match_received;
use crate::commit::commit;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::application::{Application, halt};
use domain::id::{ApplicationId, InstitutionId, OnboardingId, RequestId};
use domain::site::Outlet;
use domain::time::Timestamp;

/// Applications in one transaction.
const BATCH: i64 = 50;
/// Lines that are looked at before unpaid applications are closed; with more than this under way it is looked again.
const LINES_MAX: i64 = 64;
/// How soon.
const LOOK_AGAIN: i64 = Timestamp::SECOND;

/// Tells them all.
///
/// # Errors
/// [`AppError::Conflict`] when one of them changed meanwhile: the job is run again.
pub(crate) async fn halt(world: &World, id: OnboardingId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let Some(onboarding) = store::onboarding::load(&mut reader, id).await? else {
        return Ok(Ran::GiveUp(format!("{id} is missing")));
    };
    let Some(institution) = onboarding.institution else { return Ok(Ran::Done) };
    // Who has paid is not closed as unpaid because a worker has not come to the line.
    let received = store::bank_line::list_received(&mut reader, institution, LINES_MAX).await?;
    for line in &received {
        match_received(world, line.facts.id).await?;
    }
    if i64::try_from(received.len()).unwrap_or(LINES_MAX) >= LINES_MAX {
        return Ok(Ran::Later(world.now().plus(LOOK_AGAIN)));
    }
    for outlet in world.sites.outlets(onboarding.facts.site) {
        reach(world, id, institution, outlet).await?;
    }
    Ok(Ran::Done)
}

/// Tells those at one outlet.
async fn reach(world: &World, id: OnboardingId, institution: InstitutionId, outlet: Outlet) -> Result<(), AppError> {
    let (mut reader, mut after) = (world.store.reader(), None);
    loop {
        let batch = store::application::list_open_of_institution(&mut reader, institution, outlet.site, after, BATCH).await?;
        after = batch.last().map(|application| application.facts.id);
        let done = i64::try_from(batch.len()).unwrap_or(0) < BATCH;
        // Every batch is a request of its own in the audit log.
        let caller = Caller { request: world.id(RequestId::new), ..world.system() };
        let stamp = caller.stamp(world, Action::ReachApplication, Relation::Platform, id)?;
        let ids: Vec<ApplicationId> = batch.into_iter().map(|application| application.facts.id).collect();
        if !ids.is_empty() {
            commit(world, stamp, move |w| {
                Box::pin(async move {
                    // As it stands now: it may have been put live again meanwhile.
                    let presence = store::onboarding::load_presence(w.tx(), institution, outlet).await?;
                    for id in ids {
                        let application: Application = w.load(id).await?;
                        if let Some(event) = halt::hear(&application, &presence) {
                            w.append(application, &event)?;
                        }
                        w.settle().await?;
                    }
                    Ok(())
                })
            })
            .await?;
        }
        if done {
            return Ok(());
        }
    }
}
