//! The guarantees a tenderee received, and its agency sees under a mandate: of lots whose bids are opened, and of no others (HR-10).

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role, Scope, scope};
use domain::guarantee::Guarantee;
use domain::id::{GuaranteeId, MandateId};

/// Whose they are, and under which mandate where an agency asks: it may act for several tenderees of one project, under a mandate of each.
fn asked(world: &World, caller: &Caller, mandate: Option<MandateId>) -> Result<Scope, AppError> {
    let relation = match caller.actor.role {
        Role::Tenderee => Relation::Tenderee,
        Role::Agency => Relation::Agency,
        Role::Public
        | Role::Applicant
        | Role::ProjectOwner
        | Role::Contractor
        | Role::GuarantorStaff
        | Role::CentreStaff
        | Role::Regulator
        | Role::System => Relation::Stranger,
    };
    caller.stamp(world, Action::ViewReceived, relation, mandate.map_or_else(|| "received".to_owned(), |id| id.to_string()))?;
    Ok(scope(&caller.actor))
}

/// A page of them; an agency names the mandate.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn received(
    world: &World,
    caller: &Caller,
    mandate: Option<MandateId>,
    filter: Filter<'_>,
    after: Option<GuaranteeId>,
) -> Result<Page<Guarantee>, AppError> {
    let scope = asked(world, caller, mandate)?;
    let (now, mut reader) = (world.now(), world.store.reader());
    let rows = store::received::list(&mut reader, (&scope, mandate), now, &filter, after, PAGE + 1).await?;
    let count = store::received::count(&mut reader, (&scope, mandate), now).await?;
    Ok(listing::page(rows, count, |guarantee| guarantee.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`received`].
pub async fn all(world: &World, caller: &Caller, mandate: Option<MandateId>, filter: Filter<'_>) -> Result<Vec<Guarantee>, AppError> {
    let scope = asked(world, caller, mandate)?;
    let now = world.now();
    let read = async |after, limit| store::received::list(&mut world.store.reader(), (&scope, mandate), now, &filter, after, limit).await;
    listing::all(read, |guarantee| guarantee.id).await
}
