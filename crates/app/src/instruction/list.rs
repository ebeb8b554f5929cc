//! The instructions to an institution, for its desks.

use crate::error::AppError;
use crate::listing::{self, Filter, PAGE, Page};
use crate::world::{Caller, World};
use domain::access::{Action, Relation, may};
use domain::id::{InstitutionId, InstructionId};
use domain::instruction::{Instruction, InstructionKind};

/// Whose desk it is, and the filter with the word of the kind it names by its code.
fn desk<'a>(caller: &Caller, filter: Filter<'a>) -> Result<(InstitutionId, Filter<'a>), AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    may(&caller.actor, Action::ViewApplication, Relation::Guarantor)?;
    let kind = InstructionKind::ALL.into_iter().find(|kind| kind.code() == filter.state);
    Ok((institution, Filter { state: kind.map_or("", InstructionKind::label), ..filter }))
}

/// A page of the instructions to the caller's institution; the filter's state is the code of a kind.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn list(world: &World, caller: &Caller, filter: Filter<'_>, after: Option<InstructionId>) -> Result<Page<Instruction>, AppError> {
    let ((institution, filter), mut reader) = (desk(caller, filter)?, world.store.reader());
    let rows = store::instruction::list_of_institution(&mut reader, institution, &filter, after, PAGE + 1).await?;
    let count = store::instruction::count_of_institution(&mut reader, institution, &filter).await?;
    Ok(listing::page(rows, count, |instruction| instruction.id.to_string()))
}

/// All of them that an export holds.
///
/// # Errors
/// As [`list`].
pub async fn all(world: &World, caller: &Caller, filter: Filter<'_>) -> Result<Vec<Instruction>, AppError> {
    let (institution, filter) = desk(caller, filter)?;
    let read =
        async |after, limit| store::instruction::list_of_institution(&mut world.store.reader(), institution, &filter, after, limit).await;
    listing::all(read, |instruction| instruction.id).await
}
