//! The guarantees a tenderee received, and its agency sees under a mandate: of lots whose bids are opened, and of no others (HR-10).

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role, Scope, scope};
use domain::guarantee::Guarantee;
use domain::id::GuaranteeId;
use domain::mandate::ProjectNumber;

/// Whose they are, and of which project where an agency asks: of one that it has no mandate for there are none.
fn asked(world: &World, caller: &Caller, project: Option<&ProjectNumber>) -> Result<Scope, AppError> {
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
    caller.stamp(
        world,
        Action::ViewReceived,
        relation,
        project.map_or_else(|| "received".to_owned(), |_| "received/project".to_owned()),
    )?;
    Ok(scope(&caller.actor))
}

/// A page of them; an agency names the project.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn received(
    world: &World,
    caller: &Caller,
    project: Option<&ProjectNumber>,
    filter: Filter<'_>,
    after: Option<GuaranteeId>,
) -> Result<Page<Guarantee>, AppError> {
    let scope = asked(world, caller, project)?;
    let (now, mut reader) = (world.now(), world.store.reader());
    let rows = store::received::list(&mut reader, (&scope, project), now, &filter, after, PAGE + 1).await?;
    let count = store::received::count(&mut reader, (&scope, project), now).await?;
    Ok(listing::page(rows, count, |guarantee| guarantee.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`received`].
pub async fn all(world: &World, caller: &Caller, project: Option<&ProjectNumber>, filter: Filter<'_>) -> Result<Vec<Guarantee>, AppError> {
    let scope = asked(world, caller, project)?;
    let now = world.now();
    let read = async |after, limit| store::received::list(&mut world.store.reader(), (&scope, project), now, &filter, after, limit).await;
    listing::all(read, |guarantee| guarantee.id).await
}
