//! Loading an application for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::{Action, Actor, Relation};
use domain::application::Application;
use domain::id::ApplicationId;
use domain::mandate::ProjectNumber;
use store::{Query, Stamp};

/// What the actor is to the application.
pub(crate) fn relation(actor: &Actor, application: &Application) -> Relation {
    let facts = &application.facts;
    actor.between(facts.applicant.organisation, facts.guarantor.institution)
}

/// The project the lot belongs to; of a sealed lot nobody knows it.
pub(super) fn project(application: &Application) -> Option<ProjectNumber> {
    application.facts.lot.title().map(|(number, _)| ProjectNumber::of(number))
}

/// Whether whoever has a certificate for a single project may do something about the application: nothing about another's, nor about what does not
/// say which it is of.
///
/// # Errors
/// [`Refusal::CertificateOfOneProject`].
pub(crate) fn in_project(actor: &Actor, application: &Application) -> Result<(), Refusal> {
    match &actor.project {
        Some(only) if project(application).as_ref() != Some(only) => Err(Refusal::CertificateOfOneProject),
        Some(_) | None => Ok(()),
    }
}

/// Loads an application for `action`: to someone who may not, it does not exist, in the same words and at the same cost.
/// A guarantor's staff does not see what was never submitted, which is the applicant's own.
pub(crate) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: ApplicationId,
) -> Result<(Application, Stamp), AppError> {
    let application = store::application::load(query, id).await?.ok_or(AppError::NotFound)?;
    let relation = relation(&caller.actor, &application);
    if application.payment().is_none() && relation == Relation::Guarantor {
        return Err(AppError::NotFound);
    }
    let stamp = caller.stamp(world, action, relation, id)?;
    if action != Action::ViewApplication {
        in_project(&caller.actor, &application)?;
    }
    Ok((application, stamp))
}
