//! Applications, from the draft to the letter's release. One file a verb.

pub mod approve;
pub mod decline;
pub mod describe;
pub mod draft;
pub mod endorse;
pub mod lapse;
pub mod list;
pub mod preview;
pub mod review;
pub mod submit;
pub mod view;
pub mod withdraw;

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::application::{Application, ApplicationEvent};
use domain::id::ApplicationId;
use domain::time::Timestamp;
use store::{Query, Stamp};

/// What the actor is to the application.
pub(crate) fn relation(actor: &Actor, application: &Application) -> Relation {
    let facts = &application.facts;
    if actor.organisation == Some(facts.applicant.organisation) && actor.role == Role::Applicant {
        Relation::Applicant
    } else if actor.institution == Some(facts.guarantor.institution) {
        Relation::Guarantor
    } else {
        Relation::Stranger
    }
}

/// Loads an application for `action`: to someone who may not, it does not exist, in the same words and at the same cost.
/// A guarantor's staff does not see drafts, which are the applicant's own.
pub(crate) async fn load(
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: ApplicationId,
    now: Timestamp,
) -> Result<(Application, Stamp), AppError> {
    let application = store::application::load(query, id).await?.ok_or(AppError::NotFound)?;
    let relation = relation(&caller.actor, &application);
    let draft = application.state.code() == "draft" && relation == Relation::Guarantor;
    if draft {
        return Err(AppError::NotFound);
    }
    let stamp = caller.stamp(action, relation, now)?;
    Ok((application, stamp))
}

/// Writes an event that has no other consequence.
async fn append(world: &World, stamp: Stamp, application: Application, event: ApplicationEvent) -> Result<Application, AppError> {
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                store::event::audit(tx, &stamp, &application.facts.id.to_string())?;
                Ok(store::application::append(tx, &stamp, application, &event)?)
            })
        })
        .await
}

/// A job for this application, due at `run_at`.
pub(crate) fn job(world: &World, kind: &'static str, id: ApplicationId, run_at: Timestamp) -> store::job::NewJob {
    store::job::NewJob { id: world.id(domain::id::JobId::new), kind, payload: id.to_string(), run_at, lane: store::job::Lane::Work }
}
