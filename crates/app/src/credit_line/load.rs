//! Loading a line for somebody.

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Actor, Relation, Role};
use domain::credit_line::{CreditLine, Grantor};
use domain::id::CreditLineId;
use store::credit_line::Drawn;
use store::{Query, Stamp};

/// What the actor is to the line.
pub(super) fn relation(actor: &Actor, line: &CreditLine) -> Relation {
    let facts = &line.facts;
    let (institution, site) = match facts.grantor {
        Grantor::Institution(id) => (Some(id), None),
        Grantor::Site(code) => (None, Some(code)),
    };
    if actor.organisation == Some(facts.applicant.organisation) && actor.role == Role::Applicant {
        Relation::Applicant
    } else if institution.is_some() && actor.institution == institution {
        Relation::Guarantor
    } else if site.is_some() && actor.site == site {
        Relation::CentreOfSite
    } else {
        Relation::Stranger
    }
}

/// Loads a line for `action`: to someone who may not, it does not exist. A grantor does not see what was never handed in.
pub(super) async fn load(
    world: &World,
    query: &mut impl Query,
    caller: &Caller,
    action: Action,
    id: CreditLineId,
) -> Result<(Drawn, Stamp), AppError> {
    let drawn = store::credit_line::load_drawn(query, id).await?.ok_or(AppError::NotFound)?;
    let relation = relation(&caller.actor, &drawn.line);
    if relation != Relation::Applicant && !drawn.line.is_grantors() {
        return Err(AppError::NotFound);
    }
    let stamp = caller.stamp(world, action, relation, id)?;
    Ok((drawn, stamp))
}
