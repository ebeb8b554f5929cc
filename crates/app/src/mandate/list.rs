//! Mandates as the tenderee, the agency and the centre see them.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, Role, scope};
use domain::id::MandateId;
use domain::mandate::Mandate;

/// That the caller may see those of its scope.
fn may_view(world: &World, caller: &Caller) -> Result<(), AppError> {
    let relation = match caller.actor.role {
        Role::Tenderee => Relation::Tenderee,
        Role::Agency => Relation::Agency,
        Role::CentreStaff => Relation::CentreOfSite,
        Role::Public | Role::Applicant | Role::ProjectOwner | Role::Contractor | Role::GuarantorStaff | Role::Regulator | Role::System => {
            Relation::Stranger
        }
    };
    caller.stamp(world, Action::ViewMandate, relation, "mandates").map(drop)
}

/// A page of them.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, after: Option<MandateId>) -> Result<Page<Mandate>, AppError> {
    may_view(world, caller)?;
    let (scope, mut reader) = (scope(&caller.actor), world.store.reader());
    let rows = store::mandate::list(&mut reader, &scope, &filter, after, PAGE + 1).await?;
    let count = store::mandate::count(&mut reader, &scope).await?;
    Ok(listing::page(rows, count, |mandate| mandate.facts.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Mandate>, AppError> {
    may_view(world, caller)?;
    let scope = scope(&caller.actor);
    let read = async |after, limit| store::mandate::list(&mut world.store.reader(), &scope, &filter, after, limit).await;
    listing::all(read, |mandate| mandate.facts.id).await
}
