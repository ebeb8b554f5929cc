//! Loading a rating for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::id::RatingId;
use domain::rating::{Rating, RatingState};
use store::{Query, Stamp};

/// What the actor is to the rating. A centre has to do with none whose lot has not rested: it would learn who bids (HR-10).
pub(super) fn relation(actor: &Actor, rating: &Rating) -> Relation {
    let facts = &rating.facts;
    let rested = !matches!(rating.state, RatingState::Waiting);
    if actor.organisation == Some(facts.applicant) && actor.role == Role::Applicant {
        Relation::Applicant
    } else if actor.institution == Some(facts.institution) {
        Relation::Guarantor
    } else if rested && actor.role == Role::CentreStaff && actor.site == Some(facts.centre) {
        Relation::CentreOfSite
    } else {
        Relation::Stranger
    }
}

/// Loads a rating for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: RatingId,
) -> Result<(Rating, Stamp), AppError> {
    let rating = store::rating::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &rating), id)?;
    Ok((rating, stamp))
}
