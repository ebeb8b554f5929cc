//! Something has happened to a lot: every application for it, and every letter, hears of it (F-1). A job, a batch of them in a transaction;
//! heard twice it changes nothing, so that it may begin anew.

use crate::commit::{Writer, commit};
use crate::error::AppError;
use crate::lot::known::known;
use crate::ran::Ran;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::application::{Application, reach as application_reach};
use domain::guarantee::{Guarantee, reach as guarantee_reach};
use domain::id::{ApplicationId, LotId, RequestId};
use domain::lot::{Lot, LotOrigin};

/// Applications in one transaction.
const BATCH: i64 = 50;

/// Tells them all: of the lot, and of those that applicants had typed in under its number.
///
/// # Errors
/// [`AppError::Conflict`] when one of them changed meanwhile: the job is run again.
pub(crate) async fn reach(world: &World, lot: LotId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let mut lots = vec![lot];
    if let Some(listed) = store::lot::load(&mut reader, lot).await?
        && listed.lot.origin == LotOrigin::Feed
    {
        let numbered = store::lot::list_numbered(&mut reader, &listed.lot.number).await?;
        lots.extend(numbered.into_iter().map(|other| other.lot).filter(|other| is_meant(other, &listed.lot)).map(|other| other.id));
    }
    for lot in lots {
        all_of(world, lot).await?;
    }
    Ok(Ran::Done)
}

/// Whether an applicant meant the lot that is listed.
fn is_meant(typed: &Lot, listed: &Lot) -> bool {
    typed.id != listed.id && typed.site.overlaps(listed.site)
}

async fn all_of(world: &World, lot: LotId) -> Result<(), AppError> {
    let mut after = None;
    loop {
        let batch = store::application::list_open_of_lot(&mut world.store.reader(), lot, after, BATCH).await?;
        after = batch.last().map(|application| application.facts.id);
        let done = i64::try_from(batch.len()).unwrap_or(0) < BATCH;
        // Every batch is a request of its own in the audit log.
        let caller = Caller { request: world.id(RequestId::new), ..world.system() };
        let stamp = caller.stamp(world, Action::ReachApplication, Relation::Platform, lot)?;
        let ids: Vec<ApplicationId> = batch.into_iter().map(|application| application.facts.id).collect();
        if !ids.is_empty() {
            commit(world, stamp, move |w| {
                Box::pin(async move {
                    for id in ids {
                        hear(w, id).await?;
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

async fn hear(w: &mut Writer<'_>, id: ApplicationId) -> Result<(), AppError> {
    let mut application: Application = w.load(id).await?;
    let lot = known(w.tx(), &application).await?;
    let world = w.world().clone();
    let Some(site) = world.sites.get(application.facts.site) else { return Ok(()) };
    if let Some(guarantee) = application.guarantee() {
        let guarantee: Guarantee = w.load(guarantee).await?;
        if let Some(event) = guarantee_reach::reach(&guarantee, &lot, &site.rules) {
            w.append(guarantee, &event)?;
        }
    }
    // When it is opened and what it asks for are heard one after the other.
    while let Some(event) = application_reach::reach(&application, &lot, &site.rules, w.now()) {
        application = w.append(application, &event)?;
    }
    w.settle().await
}
