//! Loading a paper original for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation};
use domain::id::PaperCopyId;
use domain::paper_copy::PaperCopy;
use store::{Query, Stamp};

/// What the actor is to it.
pub(super) fn relation(actor: &Actor, copy: &PaperCopy) -> Relation {
    let facts = &copy.facts;
    actor.between(facts.applicant.organisation, facts.guarantor.institution)
}

/// Loads one for `action`: to someone who may not, it does not exist.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: PaperCopyId,
) -> Result<(PaperCopy, Stamp), AppError> {
    let copy = store::paper_copy::load(query, id).await?.ok_or(AppError::NotFound)?;
    let stamp = caller.stamp(world, action, relation(&caller.actor, &copy), id)?;
    Ok((copy, stamp))
}
