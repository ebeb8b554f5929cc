//! Loading an onboarding for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::id::OnboardingId;
use domain::onboarding::Onboarding;
use store::{Query, Stamp};

/// What the actor is to the onboarding.
pub(super) fn relation(actor: &Actor, onboarding: &Onboarding) -> Relation {
    if actor.site == Some(onboarding.facts.site) {
        Relation::CentreOfSite
    } else if actor.institution.is_some() && actor.institution == onboarding.institution {
        Relation::Guarantor
    } else {
        Relation::Stranger
    }
}

/// Loads an onboarding for `action`: to someone who may not, it does not exist.
pub(crate) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: OnboardingId,
) -> Result<(Onboarding, Stamp), AppError> {
    let onboarding = store::onboarding::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &onboarding), id)?;
    Ok((onboarding, stamp))
}
